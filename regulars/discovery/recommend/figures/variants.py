"""Variants of blocks out of the lake: which reader was shown which one on a day, and what came of it.

A reader is a person, or a visitor who has not logged in; the same variant seen ten times in a day by one reader
counts once. Shown is what came into sight; a click is one on something inside the block; an order counts when its buyer
clicked in the block within the day before, at the store whose page it was. Bots are left out, and orders that were given
back whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.discovery.decisions.rules.nouns import BLOCKS
from regulars.ground import lake

BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Showing:
    """One variant before one reader on one day: `block` is the spot of the decision, `features` as logged."""

    block: str
    variant: str
    at: datetime
    chance: float
    features: Mapping[str, float]
    clicked: bool
    ordered: bool


def showings(until: datetime, *, block: str = "", since: datetime | None = None) -> list[Showing]:
    """What was shown before `until` (aware), of one block or of all, from `since` on (90 days), oldest first."""
    lake.read("decisions")
    begin = since or until - BACK
    given = {"since": _bare(begin), "until": _bare(until), "block": block, "blocks": BLOCKS}
    rows = lake.connection().con.sql(_SQL, params=given).to_arrow_table().to_pylist()
    return [_showing(row) for row in rows]


def _showing(row: dict[str, Any]) -> Showing:
    return Showing(
        row["spot"],
        row["variant"],
        row["at"].replace(tzinfo=UTC),
        row["chance"],
        dict(row["features"] or ()),
        bool(row["clicked"]),
        bool(row["ordered"]),
    )


def _bare(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


_SQL = """
WITH made AS (
    SELECT id, spot, store, unnest(options) AS o FROM decisions
    WHERE starts_with(spot, $blocks) AND ($block = '' OR spot = $block)
    AND "at" >= $since AND "at" < $until
),
chosen AS (
    SELECT id, spot, store, o.product AS variant, o.propensity AS chance, o.parts AS features FROM made
    WHERE o.place = 0
),
told AS (
    SELECT json_extract_string(props, '$.decision') AS decision, coalesce(person, visitor) AS who, name, "at",
    person, visitor FROM beacons
    WHERE name IN ('impression', 'click') AND "at" >= $since AND "at" < $until
    AND coalesce(agent, '') <> 'bot' AND coalesce(person, visitor) IS NOT NULL
),
known AS (
    SELECT visitor, min(person) AS person FROM beacons
    WHERE visitor IS NOT NULL AND person IS NOT NULL AND "at" >= $since AND "at" < $until GROUP BY visitor
),
seen AS (
    SELECT chosen.spot, chosen.variant, told.who, CAST(told."at" AS DATE) AS day, min(told."at") AS "at",
    any_value(chosen.store) AS store, any_value(coalesce(told.person, known.person)) AS person,
    arg_min(chosen.chance, told."at") AS chance, arg_min(chosen.features, told."at") AS features,
    bool_or(told.name = 'click') AS clicked, min(told."at") FILTER (told.name = 'click') AS clicked_at
    FROM told JOIN chosen ON chosen.id = told.decision LEFT JOIN known ON known.visitor = told.visitor
    GROUP BY ALL HAVING bool_or(told.name = 'impression')
),
back AS (
    SELECT json_extract_string(body, '$.order') AS "order",
    sum(CAST(json_extract_string(body, '$.amount_minor') AS BIGINT)) AS minor
    FROM facts WHERE name = 'trade.refund-made.v1' AND "at" >= $since GROUP BY 1
),
orders AS (
    SELECT facts.person, facts.store, facts."at" FROM facts
    LEFT JOIN back ON back."order" = json_extract_string(body, '$.order')
    WHERE facts.name = 'trade.order-paid.v1' AND facts.person IS NOT NULL AND facts."at" >= $since
    AND coalesce(back.minor, 0) < CAST(json_extract_string(body, '$.paid_minor') AS BIGINT)
)
SELECT seen.spot, seen.variant, seen.who, seen."at", seen.chance, seen.features, seen.clicked,
coalesce(bool_or(orders."at" IS NOT NULL), false) AS ordered
FROM seen LEFT JOIN orders ON orders.person = seen.person AND orders."at" >= seen.clicked_at
AND orders."at" < seen.clicked_at + INTERVAL 1 DAY AND (seen.store IS NULL OR orders.store = seen.store)
GROUP BY ALL ORDER BY seen."at", seen.spot, seen.variant, seen.who
"""
