"""Plans beside goods: on the product's page, in the basket, at the check-out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.faces.shopper.buying.words import money
from regulars.faces.shopper.frame import looking, visitor
from regulars.goods.catalog.queries import Shown, said
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import BasketLine, Item, Kept, PlanItem, category_keys, goods_of
from regulars.trade.services.queries import (
    Goods,
    Offered,
    matching,
    offered_with,
    on_sale,
    refund_words,
    title_of,
    words_of,
)

Beside = dict[str, dict[str, Any]]


def plans_with(shown: Shown, unit_minor: int) -> list[dict[str, Any]]:
    """The plans that can be chosen with a product; prices are with the piece at `unit_minor`. One query."""
    goods = Goods(shown.store.pk, shown.public_id, category_keys(shown.category_path), shown.currency)
    return [_choice(one, unit_minor) for one in offered_with(goods)]


def _choice(one: Offered, unit_minor: int) -> dict[str, Any]:
    definition = one.definition
    return {
        "id": one.plan,
        "title": title_of(definition),
        "price": money(definition.price_of(unit_minor), one.currency),
        "sub": ngettext("for %(n)s day", "for %(n)s days", definition.days) % {"n": definition.days},
        "covered": said(definition.covered, definition.covered_zh),
        "terms": said(definition.terms, definition.terms_zh),
        "words": [*words_of(definition, one.currency), *refund_words()],
    }


def with_plan(request: HttpRequest, line: BasketLine | None, quantity: str) -> None:
    """Put the plan that was chosen to the line just put into the basket, for the pieces just added."""
    plan = request.POST.get("plan", "")
    if not plan or line is None:
        return
    have = line.plan_quantity if line.plan == plan else 0
    orders.choose_plan(
        by=looking(request),
        line=line.public_id,
        plan=plan,
        quantity=min(have + int(quantity), line.quantity),
        visitor=visitor(request),
    )


def plans_beside(lines: Sequence[Kept]) -> Beside:
    """What the basket says about plans, by line; lines without any plan are not in it. One query."""
    rows = [kept for kept in lines if not kept.item.problem]
    plans = on_sale({kept.item.store.pk for kept in rows}) if rows else []
    told = {kept.line: _beside(kept, matching(plans, goods_of(kept.item))) for kept in rows if plans}
    return {line: one for line, one in told.items() if one["options"]}


def _beside(kept: Kept, plans: Iterable[Offered]) -> dict[str, Any]:
    found = list(plans)
    unit = kept.item.variant.price_minor
    options = [
        (one.plan, f"{title_of(one.definition)} · {money(one.definition.price_of(unit), one.currency)}")
        for one in found
    ]
    chosen = next((one for one in found if one.plan == kept.plan), None)
    return {
        "line": kept.line,
        "chosen": chosen.plan if chosen else "",
        "many": kept.plan_quantity,
        "most": kept.item.quantity,
        "title": title_of(chosen.definition) if chosen else "",
        "price": money(chosen.definition.price_of(unit) * kept.plan_quantity, chosen.currency)
        if chosen
        else "",
        "options": [("", _("No service plan")), *options] if options else [],
    }


def with_plans(lines: list[tuple[Item, dict[str, object]]], plans: Sequence[PlanItem]) -> list[Any]:
    """Lines of a check-out, each followed by its plan."""
    by_variant = {plan.item.variant.pk: plan for plan in plans}
    told: list[dict[str, object]] = []
    for item, line in lines:
        told.append(line)
        plan = by_variant.get(item.variant.pk)
        if plan is not None:
            told.append(_as_line(plan, line))
    return told


def _as_line(plan: PlanItem, line: dict[str, object]) -> dict[str, object]:
    title = title_of(plan.offered.definition)
    return {
        "name": _("Service plan: %(title)s") % {"title": title},
        "image": line["image"],
        "variant": pgettext("service plan", "for %(name)s") % {"name": line["name"]},
        "minor": plan.unit_minor,
        "currency": line["currency"],
        "quantity": plan.quantity,
    }
