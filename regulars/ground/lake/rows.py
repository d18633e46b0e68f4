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


Payload = Post | SeenSheet | FactSheet

encode = msgspec.msgpack.Encoder().encode
_DECODER: msgspec.msgpack.Decoder[Payload] = msgspec.msgpack.Decoder(Payload)


def decode(payload: bytes | memoryview) -> Payload:
    """Return what a segment's frame holds; raises `msgspec.DecodeError`."""
    return _DECODER.decode(payload)


def sheet(stream: str, batch: Iterable[Any], *, received_at: int) -> SeenSheet | FactSheet:
    """Return the rows of a batch, checked; raises `msgspec.ValidationError` naming the wrong field."""
    rows = list(batch)
    if stream == "facts":
        return FactSheet(msgspec.convert(rows, list[Fact], from_attributes=True))
    return SeenSheet(received_at, msgspec.convert(rows, list[Seen], from_attributes=True))
