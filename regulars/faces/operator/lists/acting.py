"""What the forms of a list's page do."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from regulars.discovery.lists import actions, queries
from regulars.discovery.lists.queries import List
from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.look.pages.doing import MARKET_PICTURES
from regulars.faces.operator.frame import here
from regulars.faces.operator.lists.views import RIGHT, WORDS, shown
from regulars.goods.media.actions import PictureRefused, store_picture
from regulars.goods.media.rules import owned_by
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal

Deed = Callable[[Actor, List, Given], str]


def act(request: HttpRequest, list_id: str) -> HttpResponse:
    """Carry out one form; `do` names it. Raises NotFound."""
    actor = here(request, RIGHT)
    row, given = queries.list_of_market(list_id), Given(request.POST.copy())
    deed = DEEDS.get(given.text("do"))
    if deed is None:
        raise NotFound()
    try:
        _take_cover(request, actor, given)
        to = "" if given.errors else deed(actor, row, given)
    except Refusal as refusal:
        given.take(refusal, {}, "title")
        return shown(request, actor, queries.list_of_market(list_id), given.errors)
    if given.errors:
        return shown(request, actor, row, given.errors)
    if to == "-":
        messages.success(request, _("The list is gone."))
        return go("console_lists")
    if sentence := _said(given):
        messages.success(request, sentence)
    return go("console_list", row.public_id, to=to)


def _said(given: Given) -> str:
    """What was done, where the page does not show it where one looks."""
    later = given.text("since") and (given.moment("since") or clock.now()) > clock.now()
    published = _("The list is on the schedule.") if later else _("The list is published.")
    sentences = {"describe": _("Saved."), "publish": published, "down": _("The list is taken down.")}
    return sentences.get(given.text("do"), "")


def _take_cover(request: HttpRequest, actor: Actor, given: Given) -> None:
    """A picture that came along is kept, and is the one chosen."""
    upload = request.FILES.get("upload")
    if upload is None:
        return
    try:
        given.post["cover"] = store_picture(
            by=actor, owner=owned_by(MARKET_PICTURES), upload=upload
        ).public_id
    except PictureRefused as refusal:
        given.refuse("upload", str(refusal.sentence))


def _describe(actor: Actor, row: List, given: Given) -> str:
    position = given.whole("position", low=0, high=9999)
    words = {name: given.text(name) for name in (*WORDS, "cover")}
    if not given.errors:
        actions.describe_list(by=actor, row=row, position=position or 0, **words)
    return ""


def _put(actor: Actor, row: List, given: Given) -> str:
    made = actions.put_on(by=actor, row=row, ref=given.text("ref"))
    found = given.text("find")
    return (f"?{urlencode({'find': found})}" if found else "") + f"#e-{made.public_id}"


def _move(actor: Actor, row: List, given: Given) -> str:
    place = given.whole("place", needed=True, low=0, high=999)
    if place is not None:
        actions.move_entry(by=actor, row=row, entry_id=given.text("entry"), to=place - 1)
    return f"#e-{given.text('entry')}"


def _why(actor: Actor, row: List, given: Given) -> str:
    actions.say_why(
        by=actor, row=row, entry_id=given.text("entry"), why=given.text("why"), why_zh=given.text("why_zh")
    )
    return f"#e-{given.text('entry')}"


def _off(actor: Actor, row: List, given: Given) -> str:
    actions.take_off(by=actor, row=row, entry_id=given.text("entry"))
    return "#entries"


def _publish(actor: Actor, row: List, given: Given) -> str:
    since = given.moment("since") if given.text("since") else None
    until = given.moment("until") if given.text("until") else None
    if not given.errors:
        actions.publish_list(by=actor, row=row, since=since, until=until)
    return ""


def _down(actor: Actor, row: List, given: Given) -> str:
    actions.take_down(by=actor, row=row)
    return ""


def _drop(actor: Actor, row: List, given: Given) -> str:
    actions.drop_list(by=actor, row=row)
    return "-"


DEEDS: dict[str, Deed] = {
    "describe": _describe,
    "put": _put,
    "move": _move,
    "why": _why,
    "off": _off,
    "publish": _publish,
    "down": _down,
    "drop": _drop,
}
