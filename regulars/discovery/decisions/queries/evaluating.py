"""What another way of choosing would have brought, from the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext_lazy as _

from regulars.discovery.decisions.queries.following import DAYS, outcomes
from regulars.discovery.decisions.queries.logged import lacking
from regulars.discovery.decisions.queries.policies import policy_of, read_policy
from regulars.discovery.decisions.queries.reading import recent_decisions
from regulars.discovery.decisions.rules import Decision
from regulars.discovery.decisions.rules.judging import Judged, Support, judged, support
from regulars.discovery.decisions.rules.policies import as_logged
from regulars.discovery.decisions.rules.weighing import Rewarded, weighed
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import Refusal
from regulars.people.merchants.queries import market

Measure = Literal["clicks", "baskets", "money"]
MEASURES: tuple[Measure, ...] = ("clicks", "baskets", "money")
MOST = 50_000
Told = Callable[[str], None]


class TooThin(Refusal):
    """The log cannot carry the question."""

    status = 422
    code = "too-thin"


_THIN = {
    "unseen": _(
        "The log could show only %(covered)d %% of what this way of choosing would show, at the places where it would"
        " show it; nothing can be said about the rest. Let more be explored, or try it on some readers in an experiment."
    ),
    "heavy": _(
        "The log is worth only %(effective)d decisions of this way of choosing; 50 are the least. Ask about a longer"
        " time, or try it on some readers in an experiment."
    ),
}


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What a policy would have brought, by measure: per decision, money in minor units of `currency`."""

    policy: str
    since: datetime
    until: datetime
    spot: str
    support: Support
    measures: dict[Measure, Judged]
    currency: str


def evaluate(
    policy: str,
    *,
    weights: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    spot: str = "",
    days: int = DAYS,
    most: int = MOST,
    told: Told = lambda step: None,
) -> Evaluated:
    """Judge a policy by the newest `most` decisions from `since` until `until` (30 days, ending `days` ago).

    Lists that mixed two ways say which picks were clicked, but not with what chance each stood where it did: they are
    left out. `told` hears what is being done. Raises NoSuchPolicy, WrongWeights, TooThin.
    """
    name = read_policy(policy, weights)
    end = until or clock.now() - timedelta(days=days)
    start = since or end - timedelta(days=30)
    told("reading")
    decisions = [one for one in recent_decisions(start, end, most, spot) if one.reckoned]
    told("joining")
    rewards = _rewards(start, end, days)
    told("choosing")
    chosen = policy_of(name, start)
    found = _measured(decisions, rewards, chosen, lambda *many: lacking(start, end, spot, *many))
    return Evaluated(str(name), start, end, spot, found[0], found[1], market().currency)


def _measured(
    decisions: Sequence[Decision],
    rewards: dict[Measure, Rewarded],
    policy: Callable[[Decision], object],
    few: Callable[[int, int], str],
) -> tuple[Support, dict[Measure, Judged]]:
    held: Support | None = None
    found: dict[Measure, Judged] = {}
    for measure in MEASURES:
        ours = weighed(decisions, rewards[measure], policy)  # type: ignore[arg-type]
        if held is None:
            held = support(ours)
            _refuse(held, few)
        found[measure] = judged(ours, weighed(decisions, rewards[measure], as_logged))
    assert held is not None, "there are measures"
    return held, found


def _rewards(start: datetime, end: datetime, days: int) -> dict[Measure, Rewarded]:
    followed = outcomes(start, end, days, market().currency)
    return {
        "clicks": {key: float(one.clicked) for key, one in followed.items()},
        "baskets": {key: float(one.carted) for key, one in followed.items()},
        "money": {key: float(one.value_minor) for key, one in followed.items()},
    }


def _refuse(held: Support, few: Callable[[int, int], str]) -> None:
    """Raises TooThin; `few(decisions, readers)` says what is missing."""
    if held.thin:
        known = {
            "decisions": held.decisions,
            "readers": held.readers,
            "covered": round(100 * held.covered),
            "effective": round(held.effective),
        }
        sentence = few(held.decisions, held.readers) if held.thin == "few" else _THIN[held.thin] % known
        raise TooThin(sentence, reason=held.thin, support=known)
