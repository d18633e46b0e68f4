"""The language in which a group of people is described: JSON with groups and conditions.

`{"kind": "all", "of": [{"kind": "did", "what": "paid", "measure": "times", "op": "ge", "value": 2,
"window": {"days": 90}}, {"kind": "stage", "in": ["purchase", "loyal"]}]}`
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import blake2b
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

What = Literal[
    "view",
    "click",
    "linger",
    "search",
    "share",
    "play",
    "followed",
    "left",
    "basket",
    "claimed",
    "placed",
    "paid",
    "bought",
    "refunded",
    "undone",
]
Measure = Literal["times", "days", "amount", "products", "orders"]
Compare = Literal["ge", "le", "eq", "gt", "lt"]
Calendar = Literal[
    "today", "yesterday", "this_week", "last_week", "this_month", "last_month", "this_year", "last_year"
]
Stage = Literal["attention", "interest", "intention", "purchase", "loyal", "lost", "none"]
Some = Annotated[list[str], Meta(min_length=1, max_length=200)]
Number = Annotated[int, Meta(ge=0, le=10**12)]
Whole = Annotated[int, Meta(ge=-(10**12), le=10**12)]
PublicId = Annotated[str, Meta(pattern=r"^[a-z]{2,4}_[a-z0-9]{1,24}$")]
FIRST, LAST = date(1970, 1, 2), date(2200, 12, 31)


class Window(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A stretch of time: the last `days` (from `after_days` ago), a calendar one, or from one date until another.

    Empty: ever. `until` is the last day that counts. Days are those of the market's zone.
    """

    days: Annotated[int, Meta(ge=1, le=3660)] | None = None
    after_days: Annotated[int, Meta(ge=0, le=3660)] = 0
    calendar: Calendar | None = None
    since: date | None = None
    until: date | None = None


class Where(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What a thing done must be about. Products and offers by public id, categories by slug."""

    products: Some | None = None
    categories: Some | None = None
    sources: Some | None = None
    offers: Some | None = None


class Did(Struct, tag_field="kind", tag="did", forbid_unknown_fields=True, omit_defaults=True):
    """How much of something a person did. `amount` is in minor units; `days` are different days."""

    what: What
    op: Compare = "ge"
    value: Number = 1
    measure: Measure = "times"
    window: Window = field(default_factory=Window)
    where: Where = field(default_factory=Where)


class Is(Struct, tag_field="kind", tag="is", forbid_unknown_fields=True, omit_defaults=True):
    """What a person is to the store: an attribute compared with one value, or with several (`in`)."""

    attribute: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_.]{0,59}$")]
    op: Literal["ge", "le", "eq", "gt", "lt", "in", "not_in", "known", "unknown"] = "eq"
    value: Whole | bool | str | Some | None = None


class Since(Struct, tag_field="kind", tag="since", forbid_unknown_fields=True, omit_defaults=True):
    """When something of a person's happened: `event` lies in a window (`first_paid`, `last_seen` …)."""

    event: Literal["first_seen", "last_seen", "first_paid", "last_paid", "followed"]
    window: Window


class InStage(Struct, tag_field="kind", tag="stage", forbid_unknown_fields=True, omit_defaults=True):
    """The stage the person is at."""

    stages: Annotated[list[Stage], Meta(min_length=1)] = field(name="in")


class InRfm(Struct, tag_field="kind", tag="rfm", forbid_unknown_fields=True, omit_defaults=True):
    """The cell of recency, frequency and money the person falls into, as bits: "111", "011" …"""

    cells: Annotated[list[Annotated[str, Meta(pattern="^[01]{3}$")]], Meta(min_length=1)] = field(name="in")


class Allows(Struct, tag_field="kind", tag="allows", forbid_unknown_fields=True, omit_defaults=True):
    """The person's last word on this purpose and channel was yes."""

    purpose: Literal["offers", "news", "service"]
    channel: Literal["inbox", "email", "sms", "push"]


class OnList(Struct, tag_field="kind", tag="list", forbid_unknown_fields=True, omit_defaults=True):
    """The person is on an uploaded list or carries a tag (public id of either)."""

    id: PublicId


class InSegment(Struct, tag_field="kind", tag="segment", forbid_unknown_fields=True, omit_defaults=True):
    """The person is in another saved segment of the store (public id)."""

    id: PublicId


class Behind(Struct, tag_field="kind", tag="point", forbid_unknown_fields=True, omit_defaults=True):
    """The person is one of those a figure counts at one of its points, when the group is asked."""

    figure: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_.-]{0,59}$")]
    keys: Annotated[list[Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]], Meta(max_length=20)]


class Share(Struct, tag_field="kind", tag="share", forbid_unknown_fields=True, omit_defaults=True):
    """A stable share of people, by hash: those from `start` until before `end`, in ten-thousandths."""

    salt: Annotated[str, Meta(pattern=r"^[ -~]{1,60}$")]
    start: Annotated[int, Meta(ge=0, le=10_000)] = 0
    end: Annotated[int, Meta(ge=0, le=10_000)] = 10_000


class All(Struct, tag_field="kind", tag="all", forbid_unknown_fields=True, omit_defaults=True):
    """Every part holds; without parts: everybody."""

    of: list[Node] = field(default_factory=list)


class Any_(Struct, tag_field="kind", tag="any", forbid_unknown_fields=True, omit_defaults=True):
    """At least one part holds; without parts: nobody."""

    of: list[Node] = field(default_factory=list)


class Not(Struct, tag_field="kind", tag="not", forbid_unknown_fields=True, omit_defaults=True):
    """No part holds."""

    of: list[Node] = field(default_factory=list)


Leaf = Did | Is | Since | InStage | InRfm | Allows | OnList | InSegment | Share | Behind
Node = Leaf | All | Any_ | Not
GROUPS = (All, Any_, Not)
DEPTH, LEAVES, PARTS, VALUES = 6, 60, 200, 100


def N_(text: str) -> str:
    """Marks a sentence that pages translate."""
    return text


class Unreadable(ValueError):
    """The definition cannot be read; `text` with `values` filled in says where and why."""

    def __init__(self, text: str, **values: object) -> None:
        self.text, self.values = text, values
        super().__init__(text % values)


def parse(definition: Any) -> Node:
    """A definition from plain JSON values. Raises Unreadable (with the path of what is wrong)."""
    if _depth(definition) > DEPTH:
        raise Unreadable(N_("Groups lie more than %(most)s deep."), most=DEPTH)
    try:
        node: Node = msgspec.convert(definition, Node)
    except msgspec.ValidationError as error:
        raise Unreadable("%(what)s", what=error) from error
    if _parts(node) > PARTS or sum(1 for _leaf in leaves(node)) > LEAVES:
        raise Unreadable(N_("There are more than %(most)s conditions."), most=LEAVES)
    for leaf in leaves(node):
        _sensible(leaf)
    return node


def plain(node: Node) -> dict[str, Any]:
    """The definition as plain JSON values, defaults left out."""
    values: dict[str, Any] = msgspec.to_builtins(node)
    return values


def leaves(node: Node) -> Iterator[Leaf]:
    """The conditions, in reading order."""
    if isinstance(node, GROUPS):
        for part in node.of:
            yield from leaves(part)
    else:
        yield node


def _parts(node: Node) -> int:
    return 1 + sum(_parts(part) for part in node.of) if isinstance(node, GROUPS) else 1


def digest(*parts: Any) -> str:
    """A short name that equal parts of definitions share."""
    return blake2b(msgspec.json.encode(parts), digest_size=8).hexdigest()


def _depth(value: Any, deep: int = 0) -> int:
    if deep > DEPTH or not isinstance(value, dict):
        return deep
    parts = value.get("of")
    return max((_depth(part, deep + 1) for part in parts), default=deep) if isinstance(parts, list) else deep


def _sensible(leaf: Leaf) -> None:
    if any(len(values) > VALUES for values in _lists(leaf)):
        raise Unreadable(N_("A condition names at most %(most)s values."), most=VALUES)
    window = leaf.window if isinstance(leaf, Did | Since) else None
    if window is not None:
        _window(window)
    if isinstance(leaf, Is):
        _comparison(leaf)
    if isinstance(leaf, Share) and leaf.start > leaf.end:
        raise Unreadable(N_("A share ends before it starts."))


def _lists(leaf: Leaf) -> Iterator[Sequence[object]]:
    match leaf:
        case Did():
            where = leaf.where
            yield from (one for one in (where.categories, where.products, where.offers, where.sources) if one)
        case Is() if isinstance(leaf.value, list):
            yield leaf.value
        case InStage():
            yield leaf.stages
        case InRfm():
            yield leaf.cells


def _window(window: Window) -> None:
    ways = [window.days is not None, window.calendar is not None, bool(window.since or window.until)]
    if sum(ways) > 1:
        raise Unreadable(
            N_("A window is a number of days, or a calendar one, or from date to date: only one of them.")
        )
    if window.after_days and window.days is None:
        raise Unreadable(N_("A window that ends some days ago needs its number of days."))
    if any(day is not None and not FIRST <= day <= LAST for day in (window.since, window.until)):
        raise Unreadable(N_("Days lie between 1970 and 2200."))
    if window.since and window.until and window.since > window.until:
        raise Unreadable(N_("A window ends before it starts."))


def _comparison(leaf: Is) -> None:
    several = leaf.op in ("in", "not_in")
    none = leaf.op in ("known", "unknown")
    if several != isinstance(leaf.value, list):
        text = N_("%(name)s wants a list of values.") if several else N_("%(name)s wants one value.")
        raise Unreadable(text, name=leaf.attribute)
    if none != (leaf.value is None):
        text = N_("%(name)s wants no value here.") if none else N_("%(name)s wants a value.")
        raise Unreadable(text, name=leaf.attribute)
