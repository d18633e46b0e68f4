"""What followed a decision: clicks on what it showed, and what those who clicked put into the basket and paid.

A click belongs to the decision its beacon names; one that names none, to the last decision within the hour before
that showed this good to this reader. A basket or a paid line belongs to the last decision from which its buyer
clicked this good in the days before. So nothing counts twice. What was refunded until now is taken off, in proportion
of the order. Only the readers' own ids join them: who is unknown is followed no further than the click.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from regulars.ground import lake

DAYS = 7


@dataclass(frozen=True, slots=True)
class Outcome:
    """What followed one good of one decision; `value_minor` is what was paid for it and not refunded."""

    clicked: bool = False
    carted: bool = False
    bought: int = 0
    value_minor: int = 0


NOTHING = Outcome()


def outcomes(
    since: datetime, until: datetime, days: int = DAYS, currency: str = ""
) -> dict[tuple[str, str], Outcome]:
    """What followed the decisions made from `since` until `until` (aware), by (decision, product).

    Deeds count within `days` after the click; orders in another `currency` than the one named do not. What nothing
    followed is not in it.
    """
    lake.read("decisions")
    given = {"since": _text(since), "until": _text(until), "days": int(days), "currency": currency}
    if not currency.isalpha():
        given["currency"] = ""
    rows = lake.connection().con.sql(_SQL.format(**given)).to_arrow_table().to_pylist()
    return {(row["decision"], row["product"]): _outcome(row) for row in rows}


def _outcome(row: dict[str, Any]) -> Outcome:
    return Outcome(True, row["carted"] > 0, int(row["bought"]), round(row["value"]))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")


_SQL = """
WITH made AS (
    SELECT id, "at", person, visitor, unnest(options) AS o FROM decisions
    WHERE "at" >= TIMESTAMP '{since}' AND "at" < TIMESTAMP '{until}'
),
shown AS (
    SELECT id AS decision, "at", person, visitor, o.product AS product FROM made WHERE o.place IS NOT NULL
),
near AS (
    SELECT id, "at", ref, person, visitor, json_extract_string(props, '$.decision') AS named FROM beacons
    WHERE name = 'click' AND "at" >= TIMESTAMP '{since}'
    AND "at" < TIMESTAMP '{until}' + INTERVAL {days} DAY
),
seen_clicks AS (
    SELECT near.id, shown.decision, shown.product, near."at", shown."at" AS since
    FROM near JOIN shown ON shown.decision = near.named AND shown.product = near.ref
    UNION ALL
    SELECT near.id, shown.decision, shown.product, near."at", shown."at" AS since
    FROM near JOIN shown ON shown.visitor = near.visitor AND shown.product = near.ref
    WHERE near.named IS NULL AND near."at" BETWEEN shown."at" AND shown."at" + INTERVAL 1 HOUR
    UNION ALL
    SELECT near.id, shown.decision, shown.product, near."at", shown."at" AS since
    FROM near JOIN shown ON shown.person = near.person AND shown.product = near.ref
    WHERE near.named IS NULL AND near."at" BETWEEN shown."at" AND shown."at" + INTERVAL 1 HOUR
),
own AS (
    SELECT decision, product, "at" FROM seen_clicks
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY since DESC, decision DESC) = 1
),
known AS (
    SELECT visitor, min(person) AS person FROM beacons
    WHERE visitor IS NOT NULL AND person IS NOT NULL AND "at" >= TIMESTAMP '{since}'
    AND "at" < TIMESTAMP '{until}' + INTERVAL {days} DAY
    GROUP BY visitor
),
clicked AS (
    SELECT own.decision, own.product, min(own."at") AS "at", any_value(coalesce(shown.person, known.person)) AS person
    FROM own JOIN shown ON shown.decision = own.decision AND shown.product = own.product
    LEFT JOIN known ON known.visitor = shown.visitor
    GROUP BY own.decision, own.product
),
deeds AS (
    SELECT id, name, "at", person, body FROM facts
    WHERE name IN ('trade.order-paid.v1', 'trade.basket-filled.v1') AND person IS NOT NULL
    AND "at" >= TIMESTAMP '{since}' AND "at" < TIMESTAMP '{until}' + INTERVAL {days} DAY
),
back AS (
    SELECT json_extract_string(body, '$.order') AS "order",
    sum(CAST(json_extract_string(body, '$.amount_minor') AS BIGINT)) AS minor
    FROM facts WHERE name = 'trade.refund-made.v1' AND "at" >= TIMESTAMP '{since}' GROUP BY 1
),
orders AS (
    SELECT deeds.*, greatest(0, 1 - coalesce(back.minor, 0)
    / nullif(CAST(json_extract_string(body, '$.paid_minor') AS DOUBLE), 0)) AS stays
    FROM deeds LEFT JOIN back ON back."order" = json_extract_string(deeds.body, '$.order')
    WHERE deeds.name = 'trade.order-paid.v1'
    AND '{currency}' IN ('', json_extract_string(deeds.body, '$.currency'))
),
lines AS (
    SELECT id, "at", person, coalesce(stays, 1) AS stays,
    unnest(from_json(json_extract(body, '$.lines'), '["json"]')) AS line FROM orders
),
things AS (
    SELECT id || '/' || json_extract_string(line, '$.line') AS id, "at", person, 0 AS carted,
    json_extract_string(line, '$.product') AS product,
    CASE WHEN stays > 0 THEN CAST(json_extract_string(line, '$.quantity') AS BIGINT) ELSE 0 END AS bought,
    stays * CAST(json_extract_string(line, '$.paid_minor') AS BIGINT) AS value FROM lines
    UNION ALL
    SELECT id, "at", person, 1 AS carted, json_extract_string(body, '$.product') AS product, 0 AS bought, 0 AS value
    FROM deeds WHERE name = 'trade.basket-filled.v1'
),
followed AS (
    SELECT clicked.decision, clicked.product, things.carted, things.bought, things.value
    FROM things JOIN clicked ON clicked.person = things.person AND clicked.product = things.product
    AND things."at" BETWEEN clicked."at" AND clicked."at" + INTERVAL {days} DAY
    QUALIFY row_number() OVER (PARTITION BY things.id ORDER BY clicked."at" DESC, clicked.decision DESC) = 1
)
SELECT clicked.decision, clicked.product, coalesce(sum(followed.carted), 0) AS carted,
coalesce(sum(followed.bought), 0) AS bought, coalesce(sum(followed.value), 0) AS value
FROM clicked LEFT JOIN followed ON followed.decision = clicked.decision AND followed.product = clicked.product
GROUP BY clicked.decision, clicked.product
"""
