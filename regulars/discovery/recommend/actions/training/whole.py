"""One training from end to end."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version as installed
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from regulars.discovery.recommend.actions.swapping import use_model
from regulars.discovery.recommend.actions.training import checking, learning
from regulars.discovery.recommend.actions.training.alone import alone
from regulars.discovery.recommend.actions.training.carrying import carried, kept
from regulars.discovery.recommend.actions.training.folder import tidied, written
from regulars.discovery.recommend.actions.training.material import Material, gathered
from regulars.discovery.recommend.actions.training.remembering import remember
from regulars.discovery.recommend.actions.training.varying import variants
from regulars.discovery.recommend.figures.behaviour import BACK
from regulars.discovery.recommend.rules.card import Card
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.refusals import Refusal
from regulars.people.accounts.queries import decades_told

T = TypeVar("T")
SWIFT_LOOKS = 6_000
LIBRARIES = ("numpy", "scipy", "lightgbm")


class NothingToLearn(Refusal):
    """The market has no goods yet."""

    status = 409
    code = "nothing-to-learn"
    sentence = _("There are no goods in the market yet, so there is nothing to learn.")


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training made: its card, how many people's tastes were written down, which old models were removed."""

    card: Card
    people: int
    removed: list[str]


def train(
    *,
    by: Actor,
    dry_run: bool = False,
    swift: bool = False,
    telling: learning.Telling = lambda part, done, every: None,
    named: str = "",
) -> Trained:
    """Learn from the lake and put the new model into use; with `dry_run` learn and measure, but write nothing.

    `swift` is for a market that has no model yet and opens its doors in a moment: visits are learnt from the latest
    looks only, vectors and what a held-out measurement would say are left to the next training.
    `telling(part, done, all)` hears of the progress; `named` is who trains, for whoever comes meanwhile.
    Raises NotAllowed, AlreadyTraining, NothingToLearn, OSError for a full disk.
    """
    by.require("market.catalog")
    with alone(named):
        return _Training(by, telling, swift).run(dry_run)


class _Training:
    """The steps of one training, and the CPU seconds of each."""

    def __init__(self, by: Actor, telling: learning.Telling, swift: bool) -> None:
        self._by, self._telling, self._swift = by, telling, swift
        self._seconds: dict[str, float] = {}
        # Whoever ranks with a model of their own goes on doing so, over sources learnt anew.
        self._foreign = carried()

    def run(self, dry_run: bool) -> Trained:
        material = self._timed("reading", lambda: gathered(clock.now()))
        if not material.goods:
            raise NothingToLearn()
        figures = (
            {"held_visits": 0.0} if self._swift else self._timed("checking", lambda: self._figures(material))
        )
        arrays, names = self._learnt(material)
        card = self._card(material, figures, names)
        if dry_run:
            return Trained(card, 0, [])
        self._timed("writing", lambda: written(card, arrays))
        use_model(by=self._by, version=card.version)
        people = self._timed("people", lambda: remember(material, self._by))
        return Trained(card, people, tidied())

    def _learnt(self, material: Material) -> tuple[dict[str, Any], list[str]]:
        decades = dict(decades_told())
        names, crowd = self._timed("crowds", lambda: learning.crowded(material, decades))
        arrays = {
            **self._timed("shelf", lambda: learning.shelf(material)),
            **self._timed("taste", lambda: learning.taste(material, self._telling)),
            **self._timed("moment", lambda: self._moment(material)),
            **self._timed("bought", lambda: learning.bought(material)),
            **self._timed("vectors", lambda: learning.vectors(material, behaviour=not self._swift)),
            **self._timed("variants", lambda: variants(material.until)),
            **crowd,
        }
        return arrays, names

    def _figures(self, material: Material) -> dict[str, float]:
        return checking.figures(material, self._telling, self._foreign)

    def _moment(self, material: Material) -> dict[str, Any]:
        steps = material.steps.only(~material.steps.bought)
        if self._swift:
            steps = steps.only(slice(max(0, len(steps.visit) - SWIFT_LOOKS), None))
        return learning.moment(material, steps, self._telling) | kept(self._foreign)

    def _timed(self, part: str, work: Callable[[], T]) -> T:
        self._telling(part, 0, 1)
        began = time.process_time()
        found = work()
        self._seconds[part] = round(time.process_time() - began, 3)
        self._telling(part, 1, 1)
        return found

    def _card(self, material: Material, figures: dict[str, float], names: list[str]) -> Card:
        return Card(
            version=f"{material.until:%Y%m%dT%H%M%S}-{new_id('mod')[-6:]}",
            made_at=_said(clock.now()),
            since=_said(material.until - BACK),
            until=_said(material.until),
            counts=material.counts,
            figures=figures,
            settings=learning.used(),
            crowds=names,
            checksums={},
            libraries={name: installed(name) for name in LIBRARIES} | {"python": platform.python_version()},
            seconds=self._seconds,
        )


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
