"""A lottery's page: prizes, chances, rules, my lots; putting one in; taking what was won."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from regulars.faces.look.going import go, see_other
from regulars.faces.look.moments import local_datetime
from regulars.faces.shopper.browsing import tiles
from regulars.faces.shopper.draws import wording
from regulars.faces.shopper.frame import looking, public, show
from regulars.goods.catalog.queries import said
from regulars.goods.media.queries import urls_by_public_id
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.trade.draws import actions, queries
from regulars.trade.draws.queries import Entry, Lottery, Prize, Win
from regulars.trade.draws.rules.plans import ENTER, GOODS, INSTANT

SHOWN = 40


@public
def index(request: HttpRequest) -> HttpResponse:
    """Every lottery and trial that is open now."""
    lotteries, trials = queries.running_in(limit=SHOWN), queries.trials_open_in(limit=SHOWN)
    covers = urls_by_public_id(row.variant.product.cover for row in trials)
    prizes = {row.pk: list(row.prizes.all()) for row in lotteries}
    shown = urls_by_public_id(cover(one) for rows in prizes.values() for one in rows)
    return show(
        request,
        "draws/index",
        active="home",
        indexed=True,
        lotteries=[
            {
                "title": queries.title_of(row),
                "href": wording.href(row),
                "store": said(row.store.name, row.store.name_zh),
                "image": next((shown[cover(one)] for one in prizes[row.pk] if cover(one) in shown), None),
                "line": queries.prizes_line(row),
                "ends": row.closes_at,
                "scratch": row.way == INSTANT,
            }
            for row in lotteries
        ],
        trials=[
            {
                "title": queries.title_of(row),
                "href": wording.href(row),
                "store": said(row.store.name, row.store.name_zh),
                "image": covers.get(row.variant.product.cover),
                "pieces": row.pieces,
                "ends": row.closes_at,
            }
            for row in trials
        ],
    )


@public
def lottery(request: HttpRequest, lottery_id: str) -> HttpResponse:
    """One lottery. Raises NotFound."""
    return page(request, queries.lottery_for_shoppers(lottery_id))


def page(request: HttpRequest, row: Lottery, status: int = 200, error: str = "") -> HttpResponse:
    """The page of a lottery for whoever looks."""
    person = looking(request).person_id
    mine = queries.entries_of(row.draw, person)
    prizes, state = list(row.prizes.all()), queries.state_of(row)
    covers = urls_by_public_id(cover(one) for one in prizes)
    wins = list(queries.wins_in(row).filter(state__in=("open", "ordered", "taken")))
    logo = tiles.pictures(stores=[row.store]).get(row.store.logo)
    return show(
        request,
        "draws/lottery",
        active="home",
        status=status,
        indexed=True,
        row=row,
        title=queries.title_of(row),
        text=said(row.text, row.text_zh),
        error=error,
        store=row.store,
        store_name=said(row.store.name, row.store.name_zh),
        logo=logo.src if logo else "",
        state=state,
        pill=queries.lottery_pill(row),
        scratch=row.way == INSTANT,
        prizes=[_prize(one, row, covers) for one in prizes],
        many=sum(one.count for one in prizes),
        entries=row.draw.entries_count if row.draw else 0,
        chance=wording.chance_now(row, len(mine)) if row.way != INSTANT else "",
        words=queries.lottery_words(row),
        mine=[_lot(one, wins) for one in mine],
        acts=_acts(row, person, mine) if state == "open" else [],
        may=queries.may_take_part(row.store, row.who, row.tier, person),
        left=queries.prizes_left(row) if row.way == INSTANT else True,
        my_wins=[my_win(one) for one in wins if person is not None and one.person_id == person],
        results=[{"number": one.entry.number, "prize": queries.prize_words(one.prize)} for one in wins],
        log_in=f"{reverse('account_login')}?{urlencode({'next': request.path})}",
        description=said(row.text, row.text_zh) or queries.title_of(row),
        back={
            "href": reverse("store", args=[row.store.slug]),
            "label": said(row.store.name, row.store.name_zh),
        },
    )


def enter(request: HttpRequest, lottery_id: str) -> HttpResponse:
    """Put a lot in, or scratch a ticket. Raises LogInFirst, NotFound, TooManyTries."""
    by = looking(request)
    by.require_person()
    act, word = request.POST.get("act", ENTER), request.POST.get("word", "")
    try:
        entry = actions.enter(by=by, lottery_id=lottery_id, word=word, act=act)
    except Refusal as refusal:
        if refusal.status in (401, 404, 429):
            raise
        row = queries.lottery_for_shoppers(lottery_id)
        return page(request, row, refusal.status, str(refusal.sentence))
    row = queries.lottery_for_shoppers(lottery_id)
    _tell(request, row, entry, by)
    return go("lottery", lottery_id)


def take(request: HttpRequest, win_id: str) -> HttpResponse:
    """Take a coupon or points that one won. Raises LogInFirst, NotFound."""
    by = looking(request)
    by.require_person()
    try:
        win = actions.take_prize(by=by, win_id=win_id)
    except Refusal as refusal:
        if refusal.status in (401, 404):
            raise
        messages.warning(request, str(refusal.sentence))
        return see_other(reverse("my_draws"))
    messages.success(request, _("Yours: %(prize)s.") % {"prize": queries.prize_words(win.prize)})
    return see_other(reverse("my_draws"))


def my_win(win: Win) -> dict[str, object]:
    """A prize of the person's own as pages show it."""
    goods = win.prize.kind == GOODS and win.prize.variant is not None
    order = (
        f"{reverse('checkout', args=[_currency(win)])}?{urlencode({'with': win.public_id})}" if goods else ""
    )
    return {
        "prize": queries.prize_words(win.prize),
        "state": win.state,
        "wait": queries.wait_words(win, local_datetime(win.take_until)),
        "number": win.entry.number,
        "order": order,
        "take": reverse("prize_take", args=[win.public_id]),
        "ref": win.ref,
        "goods": goods,
    }


def cover(prize: Prize) -> str:
    """The picture (public id) of a prize; empty for none."""
    return prize.variant.product.cover if prize.variant is not None else ""


def _currency(win: Win) -> str:
    return win.prize.variant.product.currency if win.prize.variant is not None else ""


def _prize(one: Prize, row: Lottery, covers: tiles.Urls) -> dict[str, object]:
    product = one.variant.product if one.variant is not None else None
    return {
        "title": queries.prize_words(one),
        "kind": wording.kind(one),
        "count": one.count,
        "left": one.count - one.given,
        "chance": wording.chance_of(one, row.way),
        "image": covers.get(cover(one)),
        "icon": "gift" if product else ("coupon" if one.offer_id else "star"),
        "href": reverse("product", args=[product.public_id]) if product and product.published_at else "",
    }


def _lot(one: Entry, wins: Sequence[Win]) -> dict[str, object]:
    won = next((win for win in wins if win.entry_id == one.pk), None)
    return {
        "number": one.number,
        "id": one.public_id,
        "at": one.entered_at,
        "act": wording.act(one.act) if one.act != ENTER else "",
        "won": queries.prize_words(won.prize) if won else "",
    }


def _acts(row: Lottery, person: int | None, mine: Sequence[Entry]) -> list[dict[str, object]]:
    """What earns one lot more, and whether it is done, or could be put in now."""
    used = {one.act for one in mine}
    return [
        {
            "act": name,
            "words": wording.act(name),
            "used": name in used,
            "ready": person is not None and queries.earned(row.store, name, person, row.opens_at),
        }
        for name in row.more
    ]


def _tell(request: HttpRequest, row: Lottery, entry: Entry, by: Actor) -> None:
    if row.way != INSTANT:
        messages.success(request, _("Your lot is in. Its number is %(n)s.") % {"n": entry.number})
        return
    won = queries.wins_of(by.require_person()).filter(entry=entry).first()
    if won is None:
        messages.info(request, _("Nothing under ticket %(n)s this time.") % {"n": entry.number})
    else:
        prize = queries.prize_words(won.prize)
        messages.success(request, _("Ticket %(n)s wins: %(prize)s!") % {"n": entry.number, "prize": prize})
