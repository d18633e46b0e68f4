"""The columns of the streams, and the way from payloads to them. All times are UTC without a zone."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pyarrow as pa

from regulars.ground.lake import rows
from regulars.ground.lake.beacons import NAMES

Column = list[Any]
MOMENT = pa.timestamp("us")

BEACONS = pa.schema(
    [
        ("id", pa.string()),
        ("at", MOMENT),
        ("name", pa.string()),
        ("version", pa.int32()),
        ("store", pa.string()),
        ("person", pa.string()),
        ("visitor", pa.string()),
        ("session", pa.string()),
        ("page", pa.string()),
        ("ref", pa.string()),
        ("source", pa.string()),
        ("props", pa.string()),
        ("agent", pa.string()),
        ("received_at", MOMENT),
    ]
)
FACTS = pa.schema(
    [
        ("seq", pa.int64()),
        ("name", pa.string()),
        ("id", pa.string()),
        ("at", MOMENT),
        ("store", pa.string()),
        ("person", pa.string()),
        ("ref", pa.string()),
        ("body", pa.string()),
    ]
)
NUMBERS = pa.map_(pa.string(), pa.float32())
OPTION = pa.struct(
    [
        ("product", pa.string()),
        ("store", pa.string()),
        ("place", pa.int16()),
        ("score", pa.float32()),
        ("base", pa.float32()),
        ("propensity", pa.float32()),
        ("rate", pa.float32()),
        ("parts", NUMBERS),
        ("factors", NUMBERS),
        ("moved_by", pa.string()),
        ("source", pa.string()),
        ("team", pa.string()),
    ]
)
DECISIONS = pa.schema(
    [
        ("id", pa.string()),
        ("at", MOMENT),
        ("spot", pa.string()),
        ("store", pa.string()),
        ("person", pa.string()),
        ("visitor", pa.string()),
        ("session", pa.string()),
        ("model", pa.string()),
        ("rulebook", pa.string()),
        ("arm", pa.string()),
        ("rate", pa.float32()),
        ("options", pa.list_(OPTION)),
    ]
)
SCHEMAS = {"beacons": BEACONS, "facts": FACTS, "decisions": DECISIONS}
# Of rows with one id the first by this column counts; within a day rows lie in the order of `SORTED`.
EARLIEST = {"beacons": "received_at", "facts": "seq", "decisions": '"at"'}
SORTED = {"beacons": 'store, "at", id', "facts": 'store, "at", id', "decisions": 'spot, "at", id'}


def to_table(stream: str, payloads: Iterable[rows.Payload]) -> Any:
    """Return payloads as an Arrow table in the columns of the stream."""
    schema = SCHEMAS[stream]
    columns: dict[str, Column] = {name: [] for name in schema.names}
    for payload in payloads:
        if isinstance(payload, rows.Post):
            _add_post(columns, payload)
        else:
            _add_sheet(columns, payload)
    return pa.table({field.name: _array(columns[field.name], field.type) for field in schema}, schema=schema)


def _add_post(columns: dict[str, Column], post: rows.Post) -> None:
    events = post.events
    columns["name"] += [NAMES[type(event)] for event in events]
    columns["version"] += [event.v for event in events]
    columns["props"] += [_json(event.props) for event in events]
    columns["at"] += [event.at * 1000 for event in events]
    columns["id"] += [event.id for event in events]
    columns["store"] += [event.store for event in events]
    columns["session"] += [event.session for event in events]
    columns["page"] += [event.page for event in events]
    columns["ref"] += [event.ref for event in events]
    columns["source"] += [event.source for event in events]
    for name in ("person", "visitor", "agent"):
        columns[name] += [getattr(post, name)] * len(events)
    columns["received_at"] += [post.received_at * 1000] * len(events)


def _add_sheet(columns: dict[str, Column], sheet: rows.Sheet) -> None:
    for row in sheet.rows:
        for name, value in msgspec.structs.asdict(row).items():
            columns[name].append(_cell(value))
    if isinstance(sheet, rows.SeenSheet):
        columns["received_at"] += [sheet.received_at * 1000] * len(sheet.rows)


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return microseconds(value)
    if isinstance(value, list):
        return [_option(one) for one in value]
    return _json(value) if isinstance(value, dict) else value


def _option(option: rows.Shown) -> dict[str, Any]:
    told = msgspec.structs.asdict(option)
    return told | {name: list(told[name].items()) for name in ("parts", "factors")}


def microseconds(moment: datetime) -> int:
    """Return an aware moment in microseconds since 1970, exactly."""
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _json(props: dict[str, Any]) -> str:
    return msgspec.json.encode(props).decode() if props else "{}"


def _array(values: Column, kind: Any) -> Any:
    if kind == MOMENT:
        return pa.array(values, pa.int64()).cast(MOMENT)
    return pa.array(values, kind)
