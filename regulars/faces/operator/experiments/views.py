"""The list of experiments, one with its verdict, and the form that starts one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.discovery.decisions import actions, queries
from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.experiments import choosing, saying
from regulars.faces.operator.experiments.drawing import drawn
from regulars.faces.operator.frame import here, show
from regulars.faces.operator.words import money
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.lake.sitting import sitting

ARMS = ("a", "b", "c")
FIRST = {"kind": "split", "policy_a": "current", "percent_a": "50", "percent_b": "50", "holdout": "0"}


def index(request: HttpRequest) -> HttpResponse:
    """Every experiment, those that run first."""
    actor = here(request)
    rows = [_row(row) for row in queries.experiments()]
    return show(request, "experiments", actor, "console_experiments", rows=rows)


def _row(row: queries.Experiment) -> dict[str, object]:
    return {
        "id": row.public_id,
        "name": row.name,
        "arms": " · ".join(saying.arm(one.letter, one.policy) for one in queries.arms_of(row)),
        "spots": saying.spots(row),
        "state": saying.state(row),
        "since": row.started_at,
        "until": row.stopped_at,
    }


@sitting()
def one(request: HttpRequest, experiment_id: str) -> HttpResponse:
    """One experiment: what each arm saw and did, and what it brought."""
    actor = here(request)
    row = queries.experiment(experiment_id)
    found = queries.results(row)
    return show(
        request,
        "experiment",
        actor,
        "console_experiments",
        row=row,
        state=saying.state(row),
        facts=_facts(row),
        arms=[_arm(arm, found.currency) for arm in found.arms],
        verdicts=_verdicts(found),
        liked=_liked(found),
        until=found.until,
    )


def _facts(row: queries.Experiment) -> list[tuple[str, str]]:
    return [
        (_("Compared"), str(saying.KINDS[row.kind])),
        (_("Where"), saying.spots(row)),
        (_("Held out"), f"{row.holdout_percent} %"),
    ]


def _arm(arm: queries.ArmFigures, currency: str) -> dict[str, object]:
    return {
        "id": arm.letter,
        "name": saying.arm(arm.letter, arm.policy),
        "share": f"{arm.percent} %",
        "readers": arm.side.people,
        "decisions": arm.decisions,
        "clicks": _per_thousand(arm.clicks, arm.decisions),
        "baskets": _per_thousand(arm.baskets, arm.decisions),
        "buyers": arm.side.buyers,
        "money": money(round(arm.side.mean * 1000), currency),
    }


def _per_thousand(many: int, among: int) -> str:
    return f"{1000 * many / among:.1f}" if among else "–"


def _verdicts(found: queries.Results) -> list[dict[str, Any]]:
    """Each arm against the first, with its interval per 1,000 readers."""
    judged = [(arm, arm.verdict) for arm in found.arms if arm.verdict is not None]
    known = [one for _arm, one in judged if one.kind not in ("too-early", "too-few")]
    bars = iter(drawn([(one.low, one.gain, one.high) for one in known]))
    return [
        {
            "name": saying.arm(arm.letter, arm.policy),
            "kind": one.kind,
            "title": saying.title(one),
            "sentence": saying.sentence(one, found.currency),
            "bar": next(bars) if one in known else None,
        }
        for arm, one in judged
    ]


def _liked(found: queries.Results) -> dict[str, Any] | None:
    if found.preference is None:
        return None
    title, sentence = saying.liked(found.preference)
    one = found.preference
    known = one.kind != "too-few"
    return {
        "title": title,
        "sentence": sentence,
        "readers": one.readers,
        "bar": drawn([(one.low, one.share, one.high)], 0.5)[0] if known else None,
    }


def new(request: HttpRequest) -> HttpResponse:
    """Say what is compared, and start."""
    actor = here(request, "market.merchants")
    if request.method != "POST":
        return _form(request, actor, FIRST, [], Given(request.POST))
    given = Given(request.POST)
    arms = _arms(given)
    held = given.whole("holdout", low=0, high=50) or 0
    spots = request.POST.getlist("spots")
    if not given.errors:
        try:
            row = actions.start_experiment(
                by=actor,
                name=given.text("name"),
                arms=arms,
                kind=given.text("kind"),
                spots=spots,
                holdout_percent=held,
            )
        except Refusal as refusal:
            given.take(
                refusal, {"arms": "policy_b", "policy": "policy_b", "holdout_percent": "holdout"}, "name"
            )
        else:
            messages.success(request, _("The experiment runs. A verdict takes at least a week."))
            return go("console_experiment", row.public_id)
    return _form(request, actor, request.POST.dict(), spots, given)


def _arms(given: Given) -> list[tuple[str, int]]:
    """The ways that were chosen, each with its share. `given.errors` says what does not make a comparison."""
    given.text("name", needed=_("Give the experiment a name."))
    given.text("policy_a", needed=_("Choose what the others are compared with."))
    given.text("policy_b", needed=_("Choose the way to try."))
    chosen = [(letter, choosing.policy(given, letter)) for letter in ARMS]
    found = [
        (policy, given.whole(f"percent_{letter}", high=100, needed=True) or 0)
        for letter, policy in chosen
        if policy
    ]
    _compare(given, found)
    return found


def _compare(given: Given, arms: Sequence[tuple[str, int]]) -> None:
    """Refuse, beside the field to change, what the action would refuse as a whole."""
    policies, shares = [policy for policy, _share in arms], sum(share for _policy, share in arms)
    if shares > 100:
        given.refuse(
            "percent_b", _("The shares add up to %(sum)s %%: 100 %% is all there is.") % {"sum": shares}
        )
    if len(set(policies)) < len(policies):
        again = ARMS[max(place for place, one in enumerate(policies) if one in policies[:place])]
        given.refuse(f"policy_{again}", _("This way is compared already. Choose another one."))
    if given.text("kind") == "interleaved" and len(policies) > 2:
        given.refuse("policy_c", _("A list can mix two ways only. Leave this one empty."))


def _form(
    request: HttpRequest, actor: Actor, values: Mapping[str, Any], spots: list[str], given: Given
) -> HttpResponse:
    ways = choosing.ways()
    return show(
        request,
        "experiment_form",
        actor,
        "console_experiments",
        status=422 if given.errors else 200,
        values=values,
        spots=spots,
        errors=given.errors,
        listed=given.listed(),
        letters=ARMS,
        ways={letter: [("", _("None") if letter == "c" else _("Choose")), *ways] for letter in ARMS},
        weights={letter: choosing.weights(values, letter) for letter in ARMS},
        kinds=list(saying.KINDS.items()),
        places=list(saying.SPOTS.items()),
    )


def stop(request: HttpRequest, experiment_id: str) -> HttpResponse:
    """End an experiment now."""
    actor = here(request, "market.merchants")
    actions.stop_experiment(by=actor, experiment_id=experiment_id)
    messages.success(request, _("Stopped. Everybody sees the market's own choice again."))
    return go("console_experiment", experiment_id)
