"""An operator starts and stops experiments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from regulars.discovery.decisions.models import INTERLEAVED, SPLIT, Arm, Experiment
from regulars.discovery.decisions.queries.arms import PLANS_CACHE
from regulars.discovery.decisions.queries.experiments import experiment
from regulars.discovery.decisions.queries.policies import read_policy
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.sanitize import plain

RIGHT = "market.merchants"
LETTERS = "abcdef"
LONGEST_NAME, LONGEST_SPOTS, LONGEST_POLICY = 80, 200, 200


class NeedsName(Refusal):
    """An experiment without a name cannot be told from others."""

    code = "name-missing"
    sentence = _("Give the experiment a name.")


class WrongArms(Refusal):
    """The arms do not make a comparison."""

    code = "wrong-arms"
    sentence = _("Name two to six different ways of choosing, with shares that add up to at most 100 %.")


class WrongHoldout(Refusal):
    """The share held out is out of reach."""

    code = "wrong-holdout"
    sentence = _("Hold out 0 to 50 % of the readers.")


class SpotTaken(Refusal):
    """Another experiment runs there."""

    status = 409
    code = "spot-taken"
    sentence = _("Another experiment runs at this spot. Stop it first, or choose other spots.")


class Stopped(Refusal):
    """It is over already."""

    status = 409
    code = "experiment-stopped"
    sentence = _("This experiment has been stopped already. Start a new one.")


@action("decisions.start_experiment")
def start_experiment(
    *,
    by: Actor,
    name: str,
    arms: Sequence[tuple[str, int]],
    kind: str = SPLIT,
    spots: Sequence[str] = (),
    holdout_percent: int = 0,
) -> Experiment:
    """Start a comparison at once; `arms` are policies with their percentage, the first to compare with.

    `spots` are names such as `home.for-you`, none of them means all. Raises NotAllowed, NeedsName, WrongArms,
    WrongHoldout, NoSuchPolicy, WrongWeights, SpotTaken.
    """
    by.require(RIGHT)
    title, places = plain(name, limit=LONGEST_NAME).strip(), sorted({spot for spot in spots if spot})
    if not title:
        raise NeedsName(param="name")
    policies = _policies(arms, kind)
    if not 0 <= holdout_percent <= 50:
        raise WrongHoldout(param="holdout_percent")
    # Read first: whoever starts in between takes this turn, and both cannot have it.
    turn = (Experiment.objects.aggregate(last=Max("turn"))["last"] or 0) + 1
    _check_spots(places)
    row = _made(
        turn=turn,
        name=title,
        kind=INTERLEAVED if kind == INTERLEAVED else SPLIT,
        spots=" ".join(places),
        holdout_percent=holdout_percent,
        created_by_id=by.person_id,
        started_at=clock.now(),
    )
    Arm.objects.bulk_create(
        Arm(experiment=row, letter=LETTERS[place], policy=policy, percent=percent)
        for place, (policy, percent) in enumerate(policies)
    )
    note(arms=[f"{policy} {percent} %" for policy, percent in policies])
    transaction.on_commit(_changed)
    return row


def _made(**values: Any) -> Experiment:
    """The experiment. Raises SpotTaken when another was started at the same moment."""
    try:
        with transaction.atomic():
            return Experiment.objects.create(**values)
    except IntegrityError as error:
        raise SpotTaken(
            _("Another experiment was started at this moment. Look at it, then try again.")
        ) from error


@action("decisions.stop_experiment")
def stop_experiment(*, by: Actor, experiment_id: str) -> Experiment:
    """End a comparison; everybody sees the market's own choice again. Raises NotAllowed, NotFound, Stopped."""
    by.require(RIGHT)
    row = experiment(experiment_id)
    if not Experiment.objects.filter(pk=row.pk, stopped_at=None).update(stopped_at=clock.now()):
        raise Stopped()
    row.refresh_from_db()
    transaction.on_commit(_changed)
    return row


def _policies(arms: Sequence[tuple[str, int]], kind: str) -> list[tuple[str, int]]:
    """The arms with policies as they are called. Raises WrongArms, NoSuchPolicy, WrongWeights."""
    found = [(str(read_policy(policy)), percent) for policy, percent in arms]
    names, shares = [policy for policy, _percent in found], [percent for _policy, percent in found]
    most = 2 if kind == INTERLEAVED else len(LETTERS)
    fine = (
        2 <= len(found) <= most and len(set(names)) == len(names) and max(map(len, names)) <= LONGEST_POLICY
    )
    if not fine or min(shares) < 1 or sum(shares) > 100:
        raise WrongArms(param="arms")
    return found


def _check_spots(spots: Sequence[str]) -> None:
    """Raises SpotTaken."""
    if len(" ".join(spots)) > LONGEST_SPOTS:
        raise SpotTaken(_("These are too many spots. Leave the field empty to take all."), param="spots")
    for other in Experiment.objects.filter(started_at__isnull=False, stopped_at=None):
        if not spots or not other.spots or set(spots) & set(other.spots.split()):
            raise SpotTaken(param="spots")


def _changed() -> None:
    cache.delete(PLANS_CACHE)
