"""A wish to publish that could not be met: it stays in its form, and every fault leads to the field that it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from regulars.discovery.storefront.hooks import Field
from regulars.discovery.storefront.queries import kinds
from regulars.faces.look.pages import wording
from regulars.faces.look.pages.bench import Bench, Place
from regulars.faces.look.pages.reading import name_of
from regulars.faces.look.pages.showing import PICKED

Way = dict[str, str]


@dataclass(slots=True)
class Asked:
    """What was typed into the form; `errors` stand beside its fields, `faults` above it, with ways to what they mean."""

    note: str = ""
    since: str = ""
    until: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""
    faults: Sequence[Way] = ()


def keep(request: HttpRequest, bench: Bench, at: Place, asked: Asked) -> None:
    """Say above the form what is wrong; keep what was typed until it is done: the ways to faults lead off the page."""
    beside = [{"text": text, "href": f"#publish-{name}"} for name, text in asked.errors.items()]
    asked.faults = [*asked.faults, *beside]
    request.session[_name(bench, at)] = [asked.note, asked.since, asked.until]


def kept(request: HttpRequest, bench: Bench, at: Place) -> Asked:
    """What was typed when the page could not be published; empty when nothing is waiting."""
    return Asked(*request.session.get(_name(bench, at), ()))


def done(request: HttpRequest, bench: Bench, at: Place) -> None:
    """It is published, or thrown away."""
    request.session.pop(_name(bench, at), None)


def _name(bench: Bench, at: Place) -> str:
    return f"publish:{bench.store.public_id if bench.store else ''}:{at.key}"


def ways(
    bench: Bench, at: Place, blocks: Sequence[Mapping[str, Any]], faults: Sequence[Mapping[str, Any]], see: str
) -> list[Way]:  # fmt: skip
    """A line for each fault, "Countdown: Offer", that leads to the field in the settings of its block."""
    found = {one["id"]: one for one in blocks}
    return [_way(bench, at, found[fault["block"]], fault, see) for fault in faults]


def _way(bench: Bench, at: Place, one: Mapping[str, Any], fault: Mapping[str, Any], see: str) -> Way:
    block = kinds()[one["kind"]]
    label, id = _field(block.fields, fault["field"])
    varied = next((each for each in one["variants"] if each["id"] == fault["variant"]), None)
    said = [
        wording.block_title(one["kind"]),
        *([wording.whom(bench, varied["for"])] if varied else []),
        label,
    ]
    query = urlencode({"block": one["id"]} | ({"variant": varied["id"]} if varied else {}))
    return {
        "text": ": ".join(said),
        "href": f"{bench.link('page', at.key)}?{query}{'&' + see if see else ''}#{id}",
    }


def _field(fields: Sequence[Field], path: str, before: str = "") -> tuple[str, str]:
    """What the field at the end of a path is called, and its id in the form."""
    name, _dot, rest = path.partition(".")
    one = next(each for each in fields if each.name == name)
    if not rest:
        return str(one.label), _id(one, before + name)
    number, _dot, inner = rest.partition(".")
    label, id = _field(one.inside, inner, f"{before}{name}.{number}.")
    return f"{one.label} {int(number) + 1}: {label}", id


def _id(one: Field, path: str) -> str:
    if one.kind == "rows":
        return f"rows-{path}"
    if one.kind in PICKED:
        return f"pick-{path}"
    if one.kind == "picture":
        return f"f-{name_of(path)}.file"
    return f"f-{name_of(path)}.en" if one.spoken else f"f-{name_of(path)}"
