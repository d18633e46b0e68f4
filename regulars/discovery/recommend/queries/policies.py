"""Models as ways of choosing (`model:<version>`), and the names of the parts that weights may change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from regulars.discovery.decisions.hooks import UnknownPolicy, name_parts, provider
from regulars.discovery.decisions.rules import Decision
from regulars.discovery.recommend.queries.explored import EXPLORE
from regulars.discovery.recommend.queries.place import versions
from regulars.discovery.recommend.rules.blends import BLENDS, DISCOVER
from regulars.ground.kit.refusals import Refusal

name_parts({EXPLORE, *DISCOVER, *(name for blend in BLENDS.values() for name in blend)})


class OnlyByTrial(Refusal):
    """A model cannot be judged by what another one kept."""

    status = 422
    code = "only-by-trial"
    sentence = _(
        "The log does not keep what a reader had just looked at, so it cannot tell how another model would have"
        " chosen. Try the model on some readers in an experiment."
    )


@provider("model")
def rescored(version: str) -> Callable[[Decision], Sequence[float]]:
    """A model that an experiment may name; asked about the past it raises OnlyByTrial. Raises UnknownPolicy."""
    if version not in versions():
        raise UnknownPolicy(f"model:{version}")

    def scores(decision: Decision) -> Sequence[float]:
        raise OnlyByTrial(param="policy")

    return scores
