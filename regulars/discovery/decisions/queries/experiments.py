"""Experiments and what came of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.discovery.decisions.models import INTERLEAVED, Arm, Experiment
from regulars.discovery.decisions.queries.following import outcomes
from regulars.discovery.decisions.rules.assigning import HOLDOUT
from regulars.discovery.decisions.rules.interleaving import Preference, preference
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.outreach.rules.verdict import Side, Verdict, verdict
from regulars.people.merchants.queries import market

BEFORE = timedelta(days=28)
LEAST = timedelta(days=7)


@dataclass(slots=True)
class ArmFigures:
    """What the readers of an arm saw and did; `policy` is how lists were chosen for them."""

    letter: str
    policy: str
    percent: int
    decisions: int = 0
    clicks: int = 0
    baskets: int = 0
    side: Side = field(default_factory=Side)
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """An experiment's arms, the first to compare with; `preference` where lists were interleaved.

    Money in minor units of `currency`, paid from a reader's first list on until `until`, without what was refunded.
    """

    experiment: Experiment
    arms: tuple[ArmFigures, ...]
    preference: Preference | None
    until: datetime
    over: bool
    currency: str


def experiments() -> list[Experiment]:
    """All experiments, those that run first, then the newest."""
    rows = list(Experiment.objects.order_by("-pk").prefetch_related("arms"))
    return sorted(rows, key=lambda row: row.started_at is None or row.stopped_at is not None)


def experiment(public_id: str) -> Experiment:
    """One experiment. Raises NotFound."""
    found = Experiment.objects.filter(public_id=public_id).prefetch_related("arms").first()
    if found is None:
        raise NotFound()
    return found


def arms_of(row: Experiment) -> list[Arm]:
    """The arms in order."""
    return sorted(row.arms.all(), key=lambda one: one.letter)


def results(row: Experiment) -> Results:
    """What came of an experiment until it was stopped, or until now. A verdict takes a week."""
    start, until = row.started_at or row.created_at, row.stopped_at or clock.now()
    over, currency = until - start >= LEAST, market().currency
    lake.read("decisions")
    arms = {one.letter: one for one in _arms(row)}
    _count(row, arms, start, until, currency)
    for letter, side in _sides(row, start, until, currency).items():
        if letter in arms:
            arms[letter].side = side
    interleaved = row.kind == INTERLEAVED
    if not interleaved:
        base = next(iter(arms.values()))
        for one in list(arms.values())[1:]:
            one.verdict = verdict(one.side, base.side, over=over)
    liked = _liked(row, start, until) if interleaved else None
    return Results(row, tuple(arms.values()), liked, until, over, currency)


def _arms(row: Experiment) -> list[ArmFigures]:
    rows = arms_of(row)
    if row.kind == INTERLEAVED:
        return [ArmFigures("".join(one.letter for one in rows), " / ".join(one.policy for one in rows), 100)]
    found = [ArmFigures(one.letter, one.policy, one.percent) for one in rows]
    if row.holdout_percent:
        found.append(ArmFigures(HOLDOUT, "popular", row.holdout_percent))
    return found


def _count(
    row: Experiment, arms: Mapping[str, ArmFigures], start: datetime, until: datetime, currency: str
) -> None:
    letters = {key: arm.partition(":")[2] for key, arm in _ask(_MADE, row, start, until)}
    made = Counter(letters.values())
    for letter, one in arms.items():
        one.decisions = made[letter]
    for (key, _product), outcome in outcomes(start, until, currency=currency).items():
        one = arms.get(letters.get(key, ""))  # type: ignore[assignment]
        if one is not None:
            one.clicks += outcome.clicked
            one.baskets += outcome.carted


def _sides(row: Experiment, start: datetime, until: datetime, currency: str) -> dict[str, Side]:
    rows = _ask(_MONEY, row, start, until, before=start - BEFORE, currency=currency)
    return {
        arm.partition(":")[2]: Side(int(people), int(buyers), *sums) for arm, people, buyers, *sums in rows
    }


def _liked(row: Experiment, start: datetime, until: datetime) -> Preference:
    """Whose picks each reader clicked."""
    followed = outcomes(start, until)
    clicks: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for key, product, team, reader in _ask(_TEAMS, row, start, until):
        if (key, product) in followed:
            clicks[reader][team == "b"] += 1
    return preference((a, b) for a, b in clicks.values())


def _ask(sql: str, row: Experiment, start: datetime, until: datetime, **more: Any) -> list[Any]:
    given = {"start": start, "until": until, "prefix": f"{row.public_id}:", **more}
    bare = {key: _bare(value) if isinstance(value, datetime) else value for key, value in given.items()}
    used = {key: value for key, value in bare.items() if f"${key}" in sql}
    found: list[Any] = lake.connection().con.execute(sql, used).fetchall()
    return found


def _bare(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


_MADE = """
SELECT id, arm FROM decisions WHERE "at" >= $start AND "at" < $until AND starts_with(arm, $prefix)
"""
_TEAMS = """
SELECT id, o.product, o.team, coalesce(person, visitor, id) FROM (
    SELECT id, person, visitor, unnest(options) AS o FROM decisions
    WHERE "at" >= $start AND "at" < $until AND starts_with(arm, $prefix)
) WHERE o.place IS NOT NULL AND o.team IN ('a', 'b')
"""
# A visitor who logs in is one reader with the person; everybody stays in the arm of their first list.
_MONEY = """
WITH known AS (
    SELECT visitor, min(person) AS person FROM beacons
    WHERE visitor IS NOT NULL AND person IS NOT NULL AND "at" >= $start AND "at" < $until GROUP BY visitor
),
readers AS (
    SELECT coalesce(d.person, known.person, d.visitor) AS reader, first(arm ORDER BY d."at", d.id) AS arm,
    min(d."at") AS since
    FROM decisions d LEFT JOIN known ON known.visitor = d.visitor
    WHERE d."at" >= $start AND d."at" < $until AND starts_with(arm, $prefix)
    AND coalesce(d.person, d.visitor) IS NOT NULL
    GROUP BY 1
),
back AS (
    SELECT json_extract_string(body, '$.order') AS "order",
    sum(CAST(json_extract_string(body, '$.amount_minor') AS BIGINT)) AS minor
    FROM facts WHERE name = 'trade.refund-made.v1' AND "at" >= $before GROUP BY 1
),
paid AS (
    SELECT person, "at",
    greatest(0, CAST(json_extract_string(body, '$.paid_minor') AS BIGINT) - coalesce(back.minor, 0)) AS minor
    FROM facts LEFT JOIN back ON back."order" = json_extract_string(body, '$.order')
    WHERE name = 'trade.order-paid.v1' AND "at" >= $before AND "at" < $until
    AND json_extract_string(body, '$.currency') = $currency
),
sums AS (
    SELECT readers.arm, readers.reader,
    CAST(coalesce(sum(minor) FILTER (paid."at" < $start), 0) AS DOUBLE) AS b,
    CAST(coalesce(sum(minor) FILTER (paid."at" >= readers.since), 0) AS DOUBLE) AS a
    FROM readers LEFT JOIN paid ON paid.person = readers.reader GROUP BY readers.arm, readers.reader
)
SELECT arm, count(*), count(*) FILTER (a > 0), sum(b), sum(a), sum(b * b), sum(a * a), sum(a * b) FROM sums GROUP BY arm
"""
