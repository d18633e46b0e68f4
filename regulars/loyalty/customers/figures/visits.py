"""What one person did in a store, sitting by sitting. Without a session, a UTC day is one sitting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.ground import lake
from regulars.ground.kit.later import ibis
from regulars.ground.kit.streams import Found, Older
from regulars.loyalty.customers.figures.trail import BEHAVIOUR

A_YEAR = timedelta(days=365)
FILLED = "trade.basket-filled.v1"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One visit: when it began and ended, how many pages and clicks, from which source, what was looked at.

    `refs` are the public ids of what was looked at, the first first.
    """

    began_at: datetime
    ended_at: datetime
    deeds: int
    source: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """When each sitting of the last year began, and the first source on record."""

    began: tuple[datetime, ...]
    first_source: str
    first_at: datetime | None


def sittings(store: str, person: str, until: datetime, older: Older) -> list[Found]:
    """Visits of a person (public ids) before `until`, the last first."""
    rows = _beacons(store, person, until)
    window = ibis.window(group_by="sitting", order_by=["at", "id"])
    rows = rows.mutate(turn=ibis.row_number().over(window))
    found = rows.group_by("sitting").aggregate(
        began=rows.at.min(),
        ended=rows.at.max(),
        deeds=rows.count(),
        source=rows.source.argmin(rows.turn),
        refs=rows.ref.collect(order_by=rows.turn),
    )
    # The key only decides between visits that began at the same moment; a session's own name leaves nothing here.
    found = found.mutate(key=(ibis.literal(f"{store}/{person}/") + found.sitting).hexdigest("md5"))
    if older.mark is not None:
        found = found.filter(found.began <= _plain(older.mark.at))
    order = [ibis.desc("began"), ibis.desc("key")]
    # One that began with the mark may be behind or before it.
    read = found.order_by(order).limit(older.most + 20).to_pyarrow().to_pylist()
    return older.among(Found(_utc(row["began"]), row["key"], _sitting(row)) for row in read)


def baskets(store: str, person: str, until: datetime, older: Older) -> list[Found]:
    """What a person put into the basket, the last first; `row` is the product's public id."""
    rows = lake.connection().table("facts")
    rows = rows.filter(
        rows.store == store, rows.person == person, rows.name == FILLED, rows.at < _plain(until)
    )
    if older.mark is not None:
        rows = rows.filter(rows.at <= _plain(older.mark.at))
    picked = rows.select("id", "at", product=lake.prop(rows.body, "product"))
    read = picked.order_by([ibis.desc("at"), ibis.desc("id")]).limit(older.most + 20).to_pyarrow().to_pylist()
    return older.among(Found(_utc(row["at"]), row["id"], row["product"] or "") for row in read)


def came(store: str, person: str, until: datetime) -> Came:
    """When the person came in the year before `until`, and the first source the lake knows."""
    rows = _beacons(store, person, until)
    first = rows.filter(rows.source.notnull(), rows.source != "").order_by(["at", "id"]).limit(1)
    named = first.select("source", "at").to_pyarrow().to_pylist()
    lately = rows.filter(rows.at >= _plain(until - A_YEAR))
    began = lately.group_by("sitting").aggregate(began=lately.at.min()).to_pyarrow()["began"].to_pylist()
    return Came(
        tuple(sorted(_utc(at) for at in began)),
        str(named[0]["source"]) if named else "",
        _utc(named[0]["at"]) if named else None,
    )


def _beacons(store: str, person: str, until: datetime) -> Any:
    rows = lake.connection().table("beacons")
    rows = rows.filter(
        rows.store == store, rows.person == person, rows.at < _plain(until), rows.name.isin(BEHAVIOUR)
    )
    return rows.mutate(sitting=ibis.coalesce(rows.session, rows.at.strftime("%Y-%m-%d")))


def _sitting(row: dict[str, Any]) -> Sitting:
    refs = dict.fromkeys(ref for ref in row["refs"] or () if ref)
    return Sitting(
        _utc(row["began"]), _utc(row["ended"]), int(row["deeds"]), row["source"] or "", tuple(refs)
    )


def _plain(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)
