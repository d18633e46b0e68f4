"""Decisions as rows of the lake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from regulars.discovery.decisions.rules import Decision, Option
from regulars.discovery.decisions.rules.sampling import sampled
from regulars.ground import lake
from regulars.ground.lake.rows import Choice, Shown


def write(decisions: Sequence[Decision]) -> int:
    """Append those that are to be kept and return how many. Raises `OSError`, `Busy`."""
    share, unshown = settings.DECISIONS_KEPT, settings.DECISIONS_UNSHOWN
    kept = [sampled(one, share=share, unshown=unshown) for one in decisions]
    rows = [_row(one) for one in kept if one is not None]
    return lake.append("decisions", rows) if rows else 0


def _row(decision: Decision) -> Choice:
    return Choice(
        id=decision.id,
        at=decision.at,
        spot=decision.spot,
        store=decision.store,
        person=decision.person,
        visitor=decision.visitor,
        session=decision.session,
        model=decision.model,
        rulebook=decision.rulebook,
        arm=decision.arm,
        rate=decision.rate,
        options=[_shown(one) for one in decision.options],
    )


def _shown(one: Option) -> Any:
    numbers = (one.score, one.base, one.propensity, one.rate)
    score, base, propensity, rate = (float(number) for number in numbers)
    parts = {name: float(value) for name, value in one.parts.items()}
    factors = {name: float(value) for name, value in one.factors.items()}
    words = (one.moved_by, one.source, one.team)
    return Shown(one.product, one.store, one.place, score, base, propensity, rate, parts, factors, *words)
