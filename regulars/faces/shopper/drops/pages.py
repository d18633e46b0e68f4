"""A drop's page: what, when, by which rules, and the one answer. Works without scripts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from regulars.faces.look.going import go, see_other
from regulars.faces.look.moments import local_datetime
from regulars.faces.shopper.browsing import tiles
from regulars.faces.shopper.buying.tiles import covers, in_words
from regulars.faces.shopper.drops import wording
from regulars.faces.shopper.frame import absolute, looking, public, show, visitor
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.lake.place import secrets
from regulars.trade.drops import actions, queries
from regulars.trade.drops.lane.deciding import micros, moment
from regulars.trade.drops.queries import Drop, Looked
from regulars.trade.drops.rules.answers import Answer
from regulars.trade.drops.rules.passes import HUMAN_US, Forged, Pass, keys_of, read
from regulars.trade.drops.rules.plan import seed_digest

SOON, ROOM_SPREAD = 2_000, 20_000  # ms


@public
def drop(request: HttpRequest, drop_id: str) -> HttpResponse:
    """The page of a drop. Raises NotFound."""
    row, by = queries.drop_for_shoppers(drop_id), looking(request)
    looked = queries.look(row, by.person_id, _visitor(request))
    store, product = row.store, row.variant.product
    urls = tiles.pictures(stores=[store])
    cover = covers([product.cover]).get(product.cover)
    name = said(store.name, store.name_zh)
    return show(
        request,
        "drops/one",
        active="stores",
        indexed=True,
        description=said(row.text, row.text_zh) or said(row.title, row.title_zh),
        og_image=absolute(cover.src) if cover else "",
        back={"href": reverse("store", args=[store.slug]), "label": name},
        drop=row,
        title=said(row.title, row.title_zh),
        text=said(row.text, row.text_zh),
        product_href=reverse("product", args=[product.public_id]),
        product_title=said(product.title, product.title_zh),
        variant=in_words(row.variant),
        picture=cover,
        store=tiles.store_tiles([store], urls)[0],
        list_minor=row.variant.price_minor,
        minor=row.price_minor or row.variant.price_minor,
        currency=store.currency,
        words=queries.words_of(row, looked.standing.plan),
        digest=seed_digest(looked.standing.plan.seed),
        seed=row.seed if looked.now >= looked.standing.plan.opens else "",
        extra=_state(request, row, looked, by.person_id),
    )


def take(request: HttpRequest, drop_id: str) -> HttpResponse:
    """The button without scripts: the same decision as the lane's, then the page tells. Raises NotFound."""
    row, by = queries.drop_for_shoppers(drop_id), looking(request)
    given = _pass(request, row)
    now = clock.micros()
    if given is not None and now >= given.issued + HUMAN_US:
        actions.take(by=by, drop=row, ordinal=_piece(request), visitor=_visitor(request))
    return go("drop", drop_id, to="#answer")


def _piece(request: HttpRequest) -> int:
    """Which piece is meant; the first when that is no number from 1."""
    text = request.POST.get("piece", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def remind(request: HttpRequest, drop_id: str) -> HttpResponse:
    """Ask for a letter ten minutes before, or no longer. Whoever is not logged in logs in first. Raises NotFound."""
    row, by = queries.drop_for_shoppers(drop_id), looking(request)
    if by.person_id is None:
        return see_other(_log_in(row))
    actions.remind(by=by, drop=row, on=request.POST.get("on") == "1")
    return go("drop", drop_id, to="#reminder")


def _state(request: HttpRequest, row: Drop, looked: Looked, person: int | None) -> dict[str, Any]:
    plan, now = looked.standing.plan, looked.now
    return {
        "state": queries.state_of(row, moment(now)),
        "now_at": moment(now),
        "answers": [_answer(row, piece, one) for piece, one in looked.answers if one.code != "ready"],
        "may": looked.answer.code == "ready",
        "code": looked.answer.code,
        "stranger": person is None,
        "piece": looked.next_piece,
        "opened": now >= plan.opens,
        "button_words": wording.button_words(now >= (micros(looked.eligible) if looked.eligible else now)),
        "eligible": looked.eligible,
        "room_at": moment(plan.room),
        "has_room": plan.room < plan.opens,
        "reminded": looked.reminded,
        "remindable": moment(now) + actions.BEFORE < row.opens_at,
        "pass": queries.pass_for(row, plan, person, _visitor(request)),
        "lane": f"/rt/drop/{row.public_id}",
        "every": wording.every(),
        "pay_base": reverse("checkout", args=[row.store.currency]),
        "log_in": _log_in(row),
        "begins_in": (looked.answer.at - now) // 1000 if looked.answer.code == "not-yet" else 0,
        # When the room opens nobody is in a hurry, and thousands need not ask for the page in one second.
        "spread": max(SOON, min(ROOM_SPREAD, (plan.opens - plan.room) // 2_000)),
    }


def _answer(row: Drop, piece: int, answer: Answer) -> dict[str, Any]:
    time = local_datetime(moment(answer.at)) if answer.at else ""
    links = {
        "won": (_("Check out and pay"), f"{reverse('checkout', args=[row.store.currency])}?with={answer.ref}"),
        "ordered": (_("Pay now"), reverse("pay", args=[answer.ref]) if answer.ref else ""),
        "paid": (_("See the order"), reverse("pay", args=[answer.ref]) if answer.ref else ""),
        "log-in": (_("Log in"), _log_in(row)),
    }  # fmt: skip
    label, href = links.get(answer.code, ("", ""))
    until = moment(answer.at) if answer.code == "won" else None
    return wording.filled(answer, time) | {"piece": piece, "label": label, "href": href, "until": until}


def _log_in(row: Drop) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': reverse('drop', args=[row.public_id])})}"


def _visitor(request: HttpRequest) -> str:
    """The visitor's own id, for people too: what they did before they logged in hangs on it."""
    return visitor(request) or str(request.visitor)  # type: ignore[attr-defined]


def _pass(request: HttpRequest, row: Drop) -> Pass | None:
    """The pass the form carried; None when it is nobody's here."""
    try:
        given = read(request.POST.get("pass", "").encode(), keys_of(secrets()))
    except (Forged, ValueError):
        return None
    return given if given.drop == row.public_id else None
