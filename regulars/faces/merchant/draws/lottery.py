"""One lottery: planned, its prizes, published, drawn, taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given, local_input
from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.draws import wording
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.guard import planning
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.people.merchants.queries import Store
from regulars.trade.draws import actions, queries
from regulars.trade.draws.queries import Lottery
from regulars.trade.draws.rules.plans import COUPON, GOODS, INSTANT, POINTS

TEXTS = ("title", "title_zh", "text", "text_zh", "way", "who")
TIMES = ("opens_at", "closes_at", "draw_at")
NUMBERS = (("tier", 1, 20), ("take_days", 1, 60), ("rounds", 1, 5))


def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """A new lottery."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    if request.method == "POST":
        return _written(request, store, actor, "")
    now = clock.now()
    fresh: dict[str, Any] = {"way": "timed", "who": "everybody", "take_days": 7, "rounds": 3, "more": []}
    ends = {
        "opens_at": now,
        "closes_at": now + timedelta(days=7),
        "draw_at": now + timedelta(days=7, hours=1),
    }
    return _form(request, store, actor, fresh | {name: local_input(at) for name, at in ends.items()}, "")


def edit(request: HttpRequest, store_id: str, lottery_id: str) -> HttpResponse:
    """Change a draft."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.lottery_of(store, lottery_id)
    if request.method == "POST":
        return _written(request, store, actor, row.public_id)
    values = {name: getattr(row, name) for name in (*TEXTS, "tier", "take_days", "rounds", "more")}
    values |= {name: local_input(getattr(row, name)) for name in TIMES}
    return _form(request, store, actor, values, row.public_id)


def one(request: HttpRequest, store_id: str, lottery_id: str) -> HttpResponse:
    """The page of one lottery."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    return _page(request, store, actor, queries.lottery_of(store, lottery_id))


def prize(request: HttpRequest, store_id: str, lottery_id: str) -> HttpResponse:
    """Put a prize in."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.lottery_of(store, lottery_id)
    given = Given(request.POST, store.currency)
    kind, _colon, ref = given.text("what", needed=_("Choose what can be won.")).partition(":")
    count = given.whole("count", needed=True, high=500) or 0
    worth = given.whole("points") or 0
    one_in = given.whole("one_in", high=1_000_000) or 0
    if not given.errors:
        made = actions.PrizeFields(kind=kind, count=count, ref=ref, points=worth, one_in=one_in)
        try:
            actions.put_prize(by=actor, store=store, lottery_id=row.public_id, prize=made)
            return go("desk_lottery", store.public_id, row.public_id)
        except Refusal as refusal:
            given.take(refusal, {"ref": "what", "kind": "what"}, "what")
    return _page(request, store, actor, row, given)


def do(request: HttpRequest, store_id: str, lottery_id: str) -> HttpResponse:
    """Carry out the button that was pressed."""
    store, actor = here(request, store_id)
    wish = request.POST.get("do", "")
    if wish == "drop":
        actions.drop(by=actor, store=store, lottery_id=lottery_id)
        messages.success(request, _("The draft is thrown away."))
        return go("desk_lotteries", store.public_id)
    try:
        if wish == "publish":
            return planning.publish(request, store, actor, lottery_id)
        messages.success(request, _done(request, store, actor, lottery_id, wish))
    except Refusal as refusal:
        if refusal.status in (401, 403, 404) or wish not in ("publish", "withdraw", "draw", "remove"):
            raise
        messages.error(request, str(refusal.sentence))
    return go("desk_lottery", store.public_id, lottery_id)


def _done(request: HttpRequest, store: Store, actor: Actor, lottery_id: str, wish: str) -> str:
    if wish == "withdraw":
        actions.withdraw(by=actor, store=store, lottery_id=lottery_id)
        return _("Taken back. The prizes are on the shelf again.")
    if wish == "draw":
        need(actor, "offers")
        queries.lottery_of(store, lottery_id)
        actions.draw_lottery(by=actor, lottery_id=lottery_id)
        return _("Drawn.")
    if wish == "remove":
        prize_id = request.POST.get("prize", "")
        actions.remove_prize(by=actor, store=store, lottery_id=lottery_id, prize_id=prize_id)
        return _("The prize is taken out.")
    raise BadInput(param="do")


def _written(request: HttpRequest, store: Store, actor: Actor, lottery_id: str) -> HttpResponse:
    given = Given(request.POST, store.currency)
    values: dict[str, Any] = {name: given.text(name) for name in TEXTS}
    times = {name: given.moment(name) for name in TIMES if name != "draw_at" or values["way"] != INSTANT}
    numbers = {name: given.whole(name, low=low, high=high) for name, low, high in NUMBERS}
    more = request.POST.getlist("more")
    if not given.errors:
        opens_at, closes_at = times["opens_at"], times["closes_at"]
        draw_at = times.get("draw_at") or closes_at
        if opens_at and closes_at and draw_at:
            fields = actions.Fields(
                **values,
                opens_at=opens_at,
                closes_at=closes_at,
                draw_at=draw_at,
                more=more,
                tier=numbers["tier"],
                take_days=numbers["take_days"] or 7,
                rounds=numbers["rounds"] or 1,
            )
            try:
                row = actions.write(by=actor, store=store, fields=fields, lottery_id=lottery_id)
                return go("desk_lottery", store.public_id, row.public_id)
            except Refusal as refusal:
                given.take(refusal, {}, "title")
    typed = values | {name: request.POST.get(name, "") for name in (*TIMES, "tier", "take_days", "rounds")}
    return _form(request, store, actor, typed | {"more": more}, lottery_id, given)


def _form(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    values: dict[str, Any],
    lottery_id: str,
    given: Given | None = None,
) -> HttpResponse:
    return show(
        request,
        "draws/lottery_form",
        store,
        actor,
        "desk_lotteries",
        status=422 if given else 200,
        values=values,
        lottery_id=lottery_id,
        errors=given.errors if given else {},
        listed=given.listed() if given else [],
        ways=wording.ways(),
        who=wording.who(),
        tiers=wording.tiers(store),
        acts=wording.acts(),
        chinese_open=bool(values.get("title_zh") or values.get("text_zh")),
    )


def _page(
    request: HttpRequest, store: Store, actor: Actor, row: Lottery, given: Given | None = None
) -> HttpResponse:
    state = queries.state_of(row)
    wins = list(queries.wins_in(row)[:500])
    relations = queries.customers_among(store, [win.person_id for win in wins])
    return show(
        request,
        "draws/lottery",
        store,
        actor,
        "desk_lotteries",
        status=422 if given else 200,
        row=row,
        title=queries.title_of(row),
        state=state,
        pill=queries.lottery_pill(row),
        guard=planning.around(store, row.public_id, state == "draft"),
        scratch=row.way == INSTANT,
        prizes=[
            {"row": one, "title": queries.prize_words(one), "left": one.count - one.given}
            for one in row.prizes.all()
        ],
        words=queries.lottery_words(row),
        entries=row.draw.entries_count if row.draw else 0,
        wins=[
            {
                "number": win.entry.number,
                "name": (win.person.name if win.person else "") or _("Without a name"),
                "href": _customer(store, relations.get(win.person_id or 0)),
                "prize": queries.prize_words(win.prize),
                "pill": wording.win_state(win.state),
                "until": win.take_until,
            }
            for win in wins
        ],
        choices=_choices(store) if state == "draft" else [],
        errors=given.errors if given else {},
        listed=given.listed() if given else [],
        typed=request.POST,
    )


def _customer(store: Store, relation: str | None) -> str:
    return reverse("desk_customer", args=[store.public_id, relation]) if relation else ""


def _choices(store: Store) -> list[tuple[str, str]]:
    goods = [
        (f"{GOODS}:{one.ref}", _("%(what)s (%(n)s left)") % {"what": one.title, "n": one.left})
        for one in queries.goods_to_give(store)
    ]
    coupons = [
        (f"{COUPON}:{one.ref}", _("Coupon: %(what)s") % {"what": one.title})
        for one in queries.coupons_to_give(store)
    ]
    return [("", _("Choose")), *coupons, (f"{POINTS}:", _("Points")), *goods]
