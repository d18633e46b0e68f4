"""What lies in a segment: one payload per append."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from regulars.ground.lake.beacons import AnyBeacon, Props

Moment = Annotated[datetime, Meta(tz=True)]


class Seen(Struct, kw_only=True, forbid_unknown_fields=True):
    """A behaviour event told by the server itself, which knows the person."""

    id: str
    at: Moment
    name: str
    version: int = 1
    store: str | None = None
    person: str | None = None
    visitor: str | None = None
    session: str | None = None
    page: str | None = None
    ref: str | None = None
    source: str | None = None
    props: Props = {}
    agent: str | None = None


class Fact(Struct, kw_only=True, forbid_unknown_fields=True):
    """An announced fact as the outbox hands it over; `body` is its JSON text."""

    seq: int
    name: str
    id: str
    at: Moment
    body: str
    store: str | None = None
    person: str | None = None
    ref: str | None = None


class Shown(Struct, array_like=True):
    """A product that could be shown at a spot. `place` is empty where it was not; `rate` is its chance to be kept here.

    The order of the fields is the form: a new one goes to the end and has a default.
    """

    product: str
    store: str
    place: int | None
    score: float
    base: float
    propensity: float
    rate: float
    parts: dict[str, float]
    factors: dict[str, float]
    moved_by: str
    source: str
    team: str


class Choice(Struct, kw_only=True, forbid_unknown_fields=True):
    """One list put before one reader at one spot; `rate` is the chance such a list had to be kept."""

    id: str
    at: Moment
    spot: str
    store: str | None = None
    person: str | None = None
    visitor: str | None = None
    session: str | None = None
    model: str = ""
    rulebook: str = ""
    arm: str = ""
    rate: float = 1.0
    options: list[Shown] = []


class Post(Struct, tag="post", array_like=True):
    """The events of one request, and who sent it as the server knows him."""

    received_at: int
    person: str | None
    visitor: str | None
    agent: str | None
    events: list[AnyBeacon]


class SeenSheet(Struct, tag="seen", array_like=True):
    """Behaviour events appended by the server."""

    received_at: int
    rows: list[Seen]


class FactSheet(Struct, tag="facts", array_like=True):
    """Facts appended by the outbox."""

    rows: list[Fact]


class ChoiceSheet(Struct, tag="choices", array_like=True):
    """Decisions appended by the server."""

    rows: list[Choice]


Sheet = SeenSheet | FactSheet | ChoiceSheet
Payload = Post | Sheet

encode = msgspec.msgpack.Encoder().encode
_DECODER: msgspec.msgpack.Decoder[Payload] = msgspec.msgpack.Decoder(Payload)


def decode(payload: bytes | memoryview) -> Payload:
    """Return what a segment's frame holds; raises `msgspec.DecodeError`."""
    return _DECODER.decode(payload)


def sheet(stream: str, batch: Iterable[Any], *, received_at: int) -> Sheet:
    """Return the rows of a batch, checked; raises `msgspec.ValidationError` naming the wrong field."""
    rows = list(batch)
    if stream == "facts":
        return FactSheet(msgspec.convert(rows, list[Fact], from_attributes=True))
    if stream == "decisions":
        return ChoiceSheet(msgspec.convert(rows, list[Choice], from_attributes=True))
    return SeenSheet(received_at, msgspec.convert(rows, list[Seen], from_attributes=True))
