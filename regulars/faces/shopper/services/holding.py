"""Who holds a plan: somebody with an account, or a guest by the key of the order it came with."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest

from regulars.faces.shopper.buying.going import has_keys, keep_key, key_for
from regulars.faces.shopper.frame import looking
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import LogInFirst, NotFound
from regulars.trade.orders.queries import buyer
from regulars.trade.services.queries import Contract, any_claim, any_contract


def of_contract(request: HttpRequest, contract: str) -> Actor:
    """The holder of a plan, so far as the request proves it. Raises LogInFirst, NotFound for a wrong key."""
    return _holder(request, lambda: any_contract(contract))


def of_claim(request: HttpRequest, claim: str) -> Actor:
    """The holder of a claimed plan. Raises LogInFirst, NotFound for a wrong key."""
    return _holder(request, lambda: any_claim(claim).contract)


def may_be(request: HttpRequest, contract: Contract) -> bool:
    """Whether the request proves that the viewer holds the plan."""
    by = _proven(request, contract)
    return by.person_id is not None and by.person_id == contract.person_id


def _holder(request: HttpRequest, find: Callable[[], Contract]) -> Actor:
    """Nobody learns whether a plan is there: without proof the answer is the same for one that is and one that is not."""
    by = looking(request)
    if has_keys(request):
        with suppress(NotFound):
            by = _proven(request, find())
    if by.person_id is None:
        raise NotFound() if request.GET.get("key") else LogInFirst()
    return by


def _proven(request: HttpRequest, contract: Contract) -> Actor:
    """The guest whose key is in the link or in this browser, else the viewer."""
    by, key = looking(request), key_for(request, contract.order_ref)
    try:
        found = buyer(by=by, order=contract.order_ref, guest_key=key)
    except NotFound:
        return by
    if found is not by and request.GET.get("key"):
        keep_key(request, key, [contract.group_ref, contract.order_ref])
    return found
