"""A plan is put to goods in the basket, or taken away again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from regulars.faces.look.going import go
from regulars.faces.shopper.frame import looking, visitor
from regulars.trade.orders import actions as orders


def choose(request: HttpRequest, line: str) -> HttpResponse:
    """Another plan for a basket line, for so many of its pieces. Raises NotFound, QuantityNotPossible."""
    plan, many = request.POST.get("plan", ""), request.POST.get("quantity", "") or None
    try:
        orders.choose_plan(by=looking(request), line=line, plan=plan, quantity=many, visitor=visitor(request))
    except orders.PlanNotHere as refusal:
        messages.warning(request, str(refusal.sentence))
    return go("basket")
