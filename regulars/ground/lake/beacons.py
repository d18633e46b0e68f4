"""What a browser may report: the allow-list of behaviour events and their limits.

Within a version a struct may only grow wider (a new optional field, a longer limit), because segments
written by yesterday's release are still read; anything else is a new struct with the next `v`.
Nobody can claim to be somebody: there is no field for a person or a visitor, and unknown fields are refused.
"""

import string
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

MOST_EVENTS = 100
MOST_BYTES = 64 * 1024
PAST = 7 * 24 * 3600 * 1000
FUTURE = 5 * 60 * 1000

Id = Annotated[str, Meta(min_length=16, max_length=40)]
Key = Annotated[str, Meta(min_length=1, max_length=40)]
Ref = Annotated[str, Meta(min_length=1, max_length=80)]
Page = Annotated[str, Meta(max_length=200)]
Whole = Annotated[int, Meta(ge=-(2**53), le=2**53)]
Scalar = bool | Whole | float | Annotated[str, Meta(max_length=200)] | None
Props = Annotated[dict[Annotated[str, Meta(min_length=1, max_length=32)], Scalar], Meta(max_length=16)]


class Beacon(
    Struct, forbid_unknown_fields=True, tag_field="name", kw_only=True, omit_defaults=True, gc=False
):
    """One thing a visitor did, as his browser tells it; `at` is in milliseconds since 1970 (UTC)."""

    id: Id
    at: int
    store: Key | None = None
    session: Key | None = None
    page: Page | None = None
    ref: Ref | None = None
    source: Ref | None = None
    props: Props = {}
    v: Literal[1] = 1


class View(Beacon, tag="view"):
    """A page, or the thing `ref` on it, was opened."""


class Impression(Beacon, tag="impression"):
    """The thing `ref` came into sight in a list or a block."""

    ref: Ref


class Click(Beacon, tag="click"):
    """The thing `ref` was chosen from a list or a block."""

    ref: Ref


class Linger(Beacon, tag="linger"):
    """Somebody stayed; `props.ms` tells how long."""


class Search(Beacon, tag="search"):
    """Something was looked for; `props.q` holds the words, `props.hits` how many were found."""


class Share(Beacon, tag="share"):
    """The thing `ref` was passed on; `props.channel` tells by which way."""

    ref: Ref


class Play(Beacon, tag="play"):
    """The video or broadcast `ref` was played; `props.ms` tells how long."""

    ref: Ref


class Leave(Beacon, tag="leave"):
    """A page was left."""


AnyBeacon = View | Impression | Click | Linger | Search | Share | Play | Leave
KINDS: tuple[type[Beacon], ...] = (View, Impression, Click, Linger, Search, Share, Play, Leave)
NAMES: dict[type[Beacon], str] = {kind: str(kind.__struct_config__.tag) for kind in KINDS}

_ALLOWED = (string.ascii_letters + string.digits + "-").encode()
_ALL = msgspec.json.Decoder(Annotated[list[AnyBeacon], Meta(max_length=MOST_EVENTS)])
_RAW = msgspec.json.Decoder(list[msgspec.Raw])
_ONE = msgspec.json.Decoder(AnyBeacon)


class Reject(Struct):
    """Why the event at `index` of a request was not kept."""

    index: int
    reason: str


class TooMany(Exception):
    """More than `MOST_EVENTS` events in one request."""


class Unreadable(Exception):
    """The body is not a JSON array."""


def decode(body: bytes, *, now: int) -> tuple[list[AnyBeacon], list[Reject]]:
    """Return the events of a request worth keeping and the rejects; `now` in ms since 1970.

    Raises `TooMany` or `Unreadable` if the request as a whole makes no sense.
    """
    try:
        events = _ALL.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _one_by_one(body, now)
    if _all_sound(events, now):
        return events, []
    return _sift(list(enumerate(events)), [], now)


def _all_sound(events: list[AnyBeacon], now: int) -> bool:
    """One look at all the ids together costs a tenth of a pattern per id."""
    earliest, latest = now - PAST, now + FUTURE
    return _plain("".join([event.id for event in events])) and not [
        event for event in events if not earliest <= event.at <= latest
    ]


def _plain(text: str) -> bool:
    return not text.encode().translate(None, _ALLOWED)


def _one_by_one(body: bytes, now: int) -> tuple[list[AnyBeacon], list[Reject]]:
    try:
        parts = _RAW.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable from error
    if len(parts) > MOST_EVENTS:
        raise TooMany
    readable: list[tuple[int, AnyBeacon]] = []
    rejects: list[Reject] = []
    for index, part in enumerate(parts):
        try:
            readable.append((index, _ONE.decode(part)))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            rejects.append(Reject(index, _reason(error)))
    return _sift(readable, rejects, now)


def _sift(
    events: list[tuple[int, AnyBeacon]], rejects: list[Reject], now: int
) -> tuple[list[AnyBeacon], list[Reject]]:
    kept = []
    for index, event in events:
        reason = _fault(event, now)
        if reason:
            rejects.append(Reject(index, reason))
        else:
            kept.append(event)
    return kept, sorted(rejects, key=lambda reject: reject.index)


def _fault(event: AnyBeacon, now: int) -> str:
    if not _plain(event.id):
        return "`id` may hold only letters, digits and hyphens"
    if event.at > now + FUTURE:
        return "`at` lies more than 5 minutes in the future"
    if event.at < now - PAST:
        return "`at` lies more than 7 days in the past"
    return ""


def _reason(error: Exception) -> str:
    if isinstance(error, msgspec.ValidationError):
        return str(error)
    return "not readable as JSON"
