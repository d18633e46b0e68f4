"""Decisions as they were kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from regulars.discovery.decisions.rules import Decision, Option
from regulars.discovery.decisions.rules.nouns import BLOCKS
from regulars.ground import lake
from regulars.ground.kit.later import ibis

BATCH = 500


def recent_decisions(
    since: datetime, until: datetime, most: int = 10_000, spot: str = "", store: str = ""
) -> Iterator[Decision]:
    """The newest `most` decisions kept from `since` until `until` (aware), of one spot or of all, oldest first.

    What was decided between variants of a block is no list of goods: it is read by its own spot only.
    With a `store` (public id) only those in which goods of it could be shown.
    """
    rows = lake.read("decisions")
    rows = rows.filter(rows.at >= _bare(since), rows.at < _bare(until))
    rows = rows.filter(rows.spot == spot) if spot else rows.filter(~rows.spot.startswith(BLOCKS))
    if store:
        rows = rows.filter(rows.options.map(lambda one: one.store).contains(store))
    newest = rows.order_by([ibis.desc("at"), ibis.desc("id")]).limit(most)
    return _read(newest.order_by(["at", "id"]))


def decision(decision_id: str) -> Decision | None:
    """The decision of an id, None when it was not kept."""
    rows = lake.read("decisions")
    return next(_read(rows.filter(rows.id == decision_id).limit(1)), None)


def _read(rows: Any) -> Iterator[Decision]:
    for batch in rows.to_pyarrow().to_batches(max_chunksize=BATCH):
        for row in batch.to_pylist():
            yield _decision(row)


def _decision(row: dict[str, Any]) -> Decision:
    return Decision(
        id=row["id"],
        at=row["at"].replace(tzinfo=UTC),
        spot=row["spot"],
        person=row["person"],
        visitor=row["visitor"],
        session=row["session"],
        model=row["model"] or "",
        rulebook=row["rulebook"] or "",
        arm=row["arm"] or "",
        options=tuple(_option(one) for one in row["options"] or ()),
        store=row["store"],
        rate=row["rate"] or 1.0,
    )


def _option(one: dict[str, Any]) -> Option:
    return Option(
        product=one["product"],
        store=one["store"],
        place=one["place"],
        parts=dict(one["parts"] or ()),
        factors=dict(one["factors"] or ()),
        score=one["score"],
        base=one["base"],
        propensity=one["propensity"],
        rate=one["rate"],
        moved_by=one["moved_by"] or "",
        source=one["source"] or "",
        team=one["team"] or "",
    )


def _bare(moment: datetime) -> datetime:
    """As the lake keeps moments: UTC without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)
