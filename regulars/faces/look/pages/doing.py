"""What the buttons of the builder do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext as _

from regulars.discovery.storefront import actions, queries
from regulars.discovery.storefront.rules import editing, picking
from regulars.faces.look.forms import Given
from regulars.faces.look.going import see_other
from regulars.faces.look.pages import asked as asking
from regulars.faces.look.pages import builder, reading, wording
from regulars.faces.look.pages.bench import Bench, Place
from regulars.goods.media.actions import PictureRefused, store_picture
from regulars.goods.media.rules import owned_by
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.refusals import BadInput, Refusal

MARKET_PICTURES = "market"
Blocks = list[dict[str, Any]]


def whole(text: str) -> int:
    """A number that a form carries along; -1 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def standing(bench: Bench, at: Place) -> Blocks:
    """What is worked on."""
    row = queries.page_of(bench.store, at.kind, at.subject)
    return queries.standing(row, at.kind, clock.now())


def back(
    bench: Bench, at: Place, request: HttpRequest, block: str = "", to: str = "", **more: str
) -> HttpResponse:
    """To the builder, with the same block and the same preview; `to` is the id there that work goes on at."""
    query = urlencode({"block": block, **more} if block else more)
    asked = "&".join(part for part in (query, request.POST.get("see", "")[:200]) if part)
    aim = to or (f"row-{block}" if block else "")
    return see_other(
        bench.link("page", at.key) + (f"?{asked}" if asked else "") + (f"#{quote(aim[:120])}" if aim else "")
    )


def save(bench: Bench, at: Place, blocks: Blocks, version: int) -> None:
    """Keep the draft. Raises BlocksWrong, ChangedMeanwhile."""
    actions.save_draft(
        by=bench.by, store=bench.store, kind=at.kind, subject=at.subject, blocks=blocks, version=version
    )


def do(request: HttpRequest, bench: Bench, at: Place) -> HttpResponse:
    """A button of the list: add, up, down, order, hide, show, copy, remove, undo, discard, vary, unvary, fix."""
    wish, block = request.POST.get("do", ""), request.POST.get("block", "")
    version, more = whole(request.POST.get("version", "")), dict[str, str]()
    try:
        if wish == "undo":
            actions.take_back(
                by=bench.by, store=bench.store, kind=at.kind, subject=at.subject, version=version
            )
        elif wish == "discard":
            actions.discard_draft(
                by=bench.by, store=bench.store, kind=at.kind, subject=at.subject, version=version
            )
            asking.done(request, bench, at)
            messages.success(request, _("The draft is thrown away. The page is as it was published."))
            block = ""
        else:
            blocks, block = _arranged(request, bench, at, wish, block)
            save(bench, at, blocks, version)
            more = _onward(blocks, block, wish)
            if wish == "remove":
                messages.success(request, _("The block is removed. “Undo” brings it back."))
    except actions.ChangedMeanwhile as refusal:
        _say(request, refusal)
    except actions.BlocksWrong as refusal:
        messages.error(request, "; ".join(wording.fault(one) for one in refusal.details["faults"]))
    return back(bench, at, request, block, **more)


def _onward(blocks: Blocks, block: str, wish: str) -> dict[str, str]:
    """Where work goes on: at the settings of what is new, a block or a variant; else in the list."""
    if wish == "vary":
        return {"to": "edit", "variant": blocks[editing.at(blocks, block)]["variants"][-1]["id"]}
    return {"to": "edit"} if wish in ("add", "copy", "unvary", "fix") else {}


def _say(request: HttpRequest, refusal: Refusal) -> None:
    changes = [wording.change(one) for one in refusal.details.get("changes", ())]
    messages.error(request, " ".join([str(refusal.sentence), *(f"{line}." for line in changes[:6])]))


def _arranged(request: HttpRequest, bench: Bench, at: Place, wish: str, block: str) -> tuple[Blocks, str]:
    """The blocks after the button, and which of them is looked at then. Raises BadInput."""
    blocks = standing(bench, at)
    simple: Mapping[str, Callable[[], Blocks]] = {
        "up": lambda: editing.moved(blocks, block, -1),
        "down": lambda: editing.moved(blocks, block, 1),
        "order": lambda: editing.ordered(blocks, request.POST.get("order", "").split(",")),
        "hide": lambda: editing.changed(blocks, block, hidden=True),
        "show": lambda: editing.changed(blocks, block, hidden=False),
        "vary": lambda: _with_variant(blocks, block, request.POST.get("for", "")),
        "fix": lambda: editing.changed(blocks, block, fixed=request.POST.get("variant", "")),
        "unvary": lambda: _without_variant(blocks, block, request.POST.get("variant", "")),
    }
    if wish in simple:
        return simple[wish](), block
    if wish == "remove":
        return editing.removed(blocks, block), ""
    made = new_id("blk")
    if wish == "copy":
        return editing.copied(blocks, block, made), made
    if wish == "add":
        return _with_new(request, blocks, block, made)
    raise BadInput(param="do")


def _with_new(request: HttpRequest, blocks: Blocks, after: str, made: str) -> tuple[Blocks, str]:
    kind = queries.kinds().get(request.POST.get("kind", ""))
    if kind is None:
        raise BadInput(param="kind")
    id = made if kind.template else kind.kind
    return editing.added(blocks, editing.block(id, kind.kind, {}), after), id


def _with_variant(blocks: Blocks, block: str, key: str) -> Blocks:
    kind, _colon, of = key.partition(":")
    place = editing.at(blocks, block)
    if place < 0 or not key:
        raise BadInput(param="for")
    made = {
        "id": new_id("var"),
        "for": {"kind": kind, "of": of if kind == picking.SEGMENT else ""},
        "settings": blocks[place]["settings"],
    }
    return editing.varied(blocks, block, lambda variants: [*variants, made])


def _without_variant(blocks: Blocks, block: str, variant: str) -> Blocks:
    return editing.varied(blocks, block, lambda found: [one for one in found if one["id"] != variant])


def settings(request: HttpRequest, bench: Bench, at: Place, block: str) -> HttpResponse:
    """Keep the settings of one block, or of one of its variants; what cannot be kept comes back as it was typed."""
    blocks, variant = standing(bench, at), request.POST.get("variant", "")
    place = editing.at(blocks, block)
    kind = queries.kinds().get(blocks[place]["kind"]) if place >= 0 else None
    if kind is None:
        messages.error(request, _("This block is no longer on the page."))
        return back(bench, at, request)
    given, wish = Given(request.POST), request.POST.get("do", "save")
    keep = _unkept if wish == "look" else _keeper(request, bench, given)
    found = reading.settings(kind.fields, request.POST, keep)
    if wish.startswith("row-"):
        found = reading.turned(kind.fields, found, wish)
    times = reading.moments(given, {"since": "since", "until": "until"})
    if wish == "look":
        return _looked(request, bench, at, _set(blocks, block, variant, found, times), variant)
    typed = builder.Typed(
        block, variant, found, given.text("since"), given.text("until"), errors=given.errors
    )
    if not given.errors:
        try:
            save(
                bench, at, _set(blocks, block, variant, found, times), whole(request.POST.get("version", ""))
            )
            return _saved(request, bench, at, block, variant, wish)
        except actions.BlocksWrong as refusal:
            typed.faults = [one for one in refusal.details["faults"] if one["block"] == block]
            typed.sentence = str(refusal.sentence)
        except actions.ChangedMeanwhile as refusal:
            typed.changes, typed.sentence = refusal.details["changes"], str(refusal.sentence)
            return builder.page(request, bench, at, typed, status=409)
    return builder.page(request, bench, at, typed, status=422)


def _looked(request: HttpRequest, bench: Bench, at: Place, blocks: Blocks, variant: str) -> HttpResponse:
    """Where the page can be looked at as it is typed; nothing is kept."""
    name = actions.look_at_unsaved(
        by=bench.by, store=bench.store, kind=at.kind, subject=at.subject, blocks=blocks
    )
    see = builder.seen_as(QueryDict(request.POST.get("see", "")))
    return JsonResponse({"src": builder.preview(bench, at, see, variant=variant, unsaved=name)["src"]})


def _set(
    blocks: Blocks, block: str, variant: str, found: dict[str, Any], times: Mapping[str, str | None]
) -> Blocks:
    if not variant:
        return editing.changed(blocks, block, settings=found, **times)
    return editing.varied(
        blocks,
        block,
        lambda many: [one | {"settings": found} if one["id"] == variant else one for one in many],
    )


def _saved(
    request: HttpRequest, bench: Bench, at: Place, block: str, variant: str, wish: str
) -> HttpResponse:
    more = {"to": "edit"} | ({"variant": variant} if variant else {})
    if wish.startswith("find."):
        path = wish.removeprefix("find.")
        more |= {"to": f"pick-{path}", "find": path, "q": request.POST.get(f"q.{path}", "")[:80]}
    elif wish.startswith("row-"):
        more["to"] = f"rows-{wish.partition('.')[2].partition('.')[0]}"
    elif wish == "save":
        messages.success(request, _("Saved in the draft."))
    return back(bench, at, request, block, **more)


def _unkept(path: str) -> str | None:
    """A look keeps no picture."""
    return None


def _keeper(request: HttpRequest, bench: Bench, given: Given) -> reading.KeepPicture:
    owner = owned_by(bench.store.public_id if bench.store else MARKET_PICTURES)

    def keep(path: str) -> str | None:
        file = request.FILES.get(f"{reading.name_of(path)}.file")
        if file is None:
            return None
        try:
            return store_picture(by=bench.by, owner=owner, upload=file).public_id
        except PictureRefused as refusal:
            given.refuse(reading.name_of(path), str(refusal.sentence))
            return None

    return keep


def publish(request: HttpRequest, bench: Bench, at: Place) -> HttpResponse:
    """Publish the draft now, or at a time and until one; what was typed stays until it is done."""
    given = Given(request.POST)
    times = {name: given.moment(name) if given.text(name) else None for name in ("since", "until")}
    asked = asking.Asked(
        given.text("note")[:200], given.text("since")[:30], given.text("until")[:30], given.errors
    )
    status = 422 if given.errors else _publish(request, bench, at, asked, given, times)
    if status:
        asking.keep(request, bench, at, asked)
        return builder.page(request, bench, at, asked=asked, status=status)
    asking.done(request, bench, at)
    return back(bench, at, request)


def _publish(
    request: HttpRequest, bench: Bench, at: Place, asked: asking.Asked, given: Given, times: Mapping[str, Any]
) -> int:  # fmt: skip
    """Publish, and say so: 0; else the status of what stands against it, which `asked` tells."""
    blocks = standing(bench, at)
    try:
        made = actions.publish(
            by=bench.by, store=bench.store, kind=at.kind, subject=at.subject,
            version=whole(request.POST.get("version", "")), words=asked.note, **times,
        )  # fmt: skip
    except actions.WrongTimes as refusal:
        given.refuse("until", str(refusal.sentence))
        return refusal.status
    except actions.NotReady as refusal:
        see = request.POST.get("see", "")[:200]
        asked.sentence = str(refusal.sentence)
        asked.faults = asking.ways(bench, at, blocks, refusal.details["faults"], see)
        return refusal.status
    except actions.ChangedMeanwhile as refusal:
        asked.faults = [{"text": str(refusal.sentence)}]
        return refusal.status
    later = times["since"] is not None and times["since"] > made.made_at
    words = _("Version %(number)s is on the schedule.") if later else _("Version %(number)s is published.")
    messages.success(request, words % {"number": made.number})
    return 0
