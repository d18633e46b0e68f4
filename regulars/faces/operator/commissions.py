"""The market's share: which rate holds for whom since when, and a new one from a date on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.look.moments import local_input
from regulars.faces.operator.confirming import ask, confirmed, proved
from regulars.faces.operator.frame import here, show, turns
from regulars.faces.operator.words import money, percent
from regulars.goods.catalog.queries import Category, Node, categories, category_by_id, category_tree, said
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.accounts.queries import Person, people_by_key
from regulars.people.merchants.queries import Store, any_store, market
from regulars.trade.settlement import actions as settlement
from regulars.trade.settlement.queries import CommissionRule, commission_for, commission_rules
from regulars.trade.settlement.rules import commission

EXAMPLE_MINOR = 10_000


def index(request: HttpRequest) -> HttpResponse:
    """Every rule that ever was, the latest first."""
    actor = here(request)
    found = page(commission_rules(), by="-since", cursor=request.GET.get("cursor", ""), size=50)
    names = _category_names()
    people = people_by_key(row.by_id for row in found.items)
    return show(
        request,
        "commissions",
        actor,
        "console_commissions",
        default=percent(commission_for(None, [])),
        rows=[_row(row, names, people) for row in found.items],
        extra=turns(found, {}),
    )


def _category_names() -> dict[int, str]:
    return {row.pk: said(row.name, row.name_zh) for row in categories()}


def _row(row: CommissionRule, names: dict[int, str], people: dict[int, Person]) -> dict[str, object]:
    now = clock.now()
    state = "scheduled" if row.since > now else "ended" if row.until and row.until <= now else "active"
    return {
        "id": row.public_id,
        "rate": percent(row.rate_bp),
        "for": _whom(row.store, names.get(row.category_id or 0, "")),
        "since": row.since,
        "until": row.until,
        "state": state,
        "by": str(people.get(row.by_id or 0, _("Set up"))),
    }


def _whom(store: Store | None, category: str) -> str:
    name = said(store.name, store.name_zh) if store else ""
    if name and category:
        return _("%(category)s in %(store)s") % {"category": category, "store": name}
    return name or category or _("The whole market")


def new(request: HttpRequest) -> HttpResponse:
    """A new rate: first explained in words, then set."""
    actor = here(request, "market.money")
    if request.method != "POST":
        since = local_input(clock.now() + timedelta(days=1)).partition("T")[0] + "T00:00"
        return _form(request, actor, {"since": since, "store": request.GET.get("store", "")}, {})
    given = Given(request.POST)
    asked = _asked(given)
    if given.errors or request.POST.get("do") != "set" or not proved(request, given):
        return _form(request, actor, request.POST.dict(), given.errors, asked)
    try:
        settlement.set_commission(
            by=actor,
            rate_bp=asked.rate_bp,
            store_id=asked.store.pk if asked.store else None,
            category_id=asked.category.pk if asked.category else None,
            since=asked.since,
        )
    except Refusal as refusal:
        given.take(refusal, {"rate_bp": "rate"}, "rate")
        return _form(request, actor, request.POST.dict(), given.errors)
    messages.success(request, _("The commission is set. What is sold before keeps its rate."))
    return go("console_commissions")


class Asked(NamedTuple):
    """A rate as it was typed; `since` is None for this moment."""

    rate_bp: int
    store: Store | None
    category: Category | None
    since: datetime | None


def _asked(given: Given) -> Asked:
    rate = given.percent("rate", most=50, low=0, needed=True)
    since = None if given.post.get("when") == "now" else given.moment("since")
    if since and since < clock.now():
        given.refuse("since", _("A commission can only start now or later: what was sold keeps its rate."))
    return Asked(rate or 0, _store(given), _category(given), since)


def _store(given: Given) -> Store | None:
    name = given.text("store")
    try:
        return any_store(name) if name else None
    except NotFound:
        given.refuse("store", _("There is no store with this address or id."))
        return None


def _category(given: Given) -> Category | None:
    chosen = given.text("category")
    try:
        return category_by_id(chosen) if chosen else None
    except NotFound:
        given.refuse("category", _("Choose a category from the list."))
        return None


def _form(
    request: HttpRequest,
    actor: Actor,
    values: Mapping[str, object],
    errors: dict[str, str],
    asked: Asked | None = None,
) -> HttpResponse:
    return show(
        request,
        "commission",
        actor,
        "console_commissions",
        status=422 if errors else 200,
        values=values,
        errors=errors,
        choices=[("", _("All categories")), *_choices(category_tree())],
        effect=_effect(asked) if asked and not errors else [],
        since=asked and asked.since,
        sure=confirmed(request),
    )


def _choices(nodes: list[Node], depth: int = 0) -> Iterator[tuple[str, str]]:
    for node in nodes:
        yield node.public_id, " " * 3 * depth + said(node.name, node.name_zh)
        yield from _choices(node.children, depth + 1)


def _effect(asked: Asked) -> list[str]:
    """What the new rate will do, in sentences."""
    rate, store, category, since = asked
    path = [int(key) for key in category.path.strip("/").split("/")][::-1] if category else []
    before = commission_for(store.pk if store else None, path, since)
    whom = _whom(store, said(category.name, category.name_zh) if category else "")
    return [
        _("Of every %(sale)s sold, the market keeps %(share)s and the store %(rest)s.") % _shares(rate),
        _("%(whom)s: %(before)s until then, %(after)s from then on.")
        % {"whom": whom, "before": percent(before), "after": percent(rate)},
        _reach(store, category),
        _("Orders placed before keep their rate, also when they are shipped or returned later."),
    ]


def _shares(rate: int) -> dict[str, str]:
    currency, share = market().currency, commission(EXAMPLE_MINOR, rate)
    return {
        "sale": money(EXAMPLE_MINOR, currency),
        "share": money(share, currency),
        "rest": money(EXAMPLE_MINOR - share, currency),
    }


def _reach(store: Store | None, category: Category | None) -> str:
    if store and category:
        return _("This is the closest rule there is: it wins over every other.")
    if store:
        return _(
            "It wins over the rates of categories and the market, not over one for a category in this store."
        )
    if category:
        return _("It holds in stores without their own rate, and in the categories below that have none.")
    return _("It holds wherever no store and no category has a rate of its own.")


def end(request: HttpRequest, rule_id: str) -> HttpResponse:
    """End a rule now."""
    actor = here(request, "market.money")
    if not confirmed(request):
        return ask(reverse("console_commissions"))
    settlement.end_commission(by=actor, rule_id=rule_id)
    messages.success(request, _("The rule has ended. The next wider one holds again."))
    return go("console_commissions")
