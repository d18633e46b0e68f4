"""Experiments, arms and verdicts in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.discovery.decisions.queries import Experiment, Preference, Verdict
from regulars.faces.operator.words import money

SPOTS = {
    "home.for-you": gettext_lazy("Home: for you"),
    "category.for-you": gettext_lazy("Categories: for you"),
    "product.goes-with": gettext_lazy("Product page: goes with it"),
    "product.also-viewed": gettext_lazy("Product page: others looked at"),
    "search.results": gettext_lazy("Search results"),
}
KINDS = {
    "split": gettext_lazy("Each reader gets one way"),
    "interleaved": gettext_lazy("Each list mixes both ways"),
}
BUILT_IN = {
    "current": gettext_lazy("As now"),
    "popular": gettext_lazy("What sells most, the same for all"),
    "newest": gettext_lazy("The newest first"),
    "random": gettext_lazy("By chance"),
}


def policy(name: str) -> str:
    """A way of choosing in words."""
    kind, _colon, version = name.partition(":")
    if kind == "rulebook":
        return _("Rules of placing, version %(number)s") % {"number": version}
    if kind == "model":
        return _("Model %(version)s") % {"version": version}
    if kind == "weights":
        return _("As now, with other weights: %(weights)s") % {
            "weights": version.replace("=", " × ").replace(",", ", ")
        }
    return str(BUILT_IN.get(name, name))


def arm(letter: str, name: str) -> str:
    """An arm with its way of choosing."""
    if letter == "holdout":
        return _("Held out: what everybody would see")
    return f"{letter.upper()}: {' / '.join(policy(one) for one in name.split(' / '))}"


def spots(row: Experiment) -> str:
    """Where it runs."""
    return ", ".join(str(SPOTS.get(one, one)) for one in row.spots.split()) or _("Everywhere")


def state(row: Experiment) -> str:
    """The state's code, for the pill."""
    return "ended" if row.stopped_at else "active"


def title(verdict: Verdict) -> str:
    """The verdict in a few words."""
    return {
        "too-early": _("Too early to tell"),
        "too-few": _("Too few readers to tell"),
        "no-effect": _("No effect shown"),
        "gain": _("It brings more"),
        "loss": _("It brings less"),
    }[verdict.kind]


def sentence(verdict: Verdict, currency: str) -> str:
    """The verdict in a sentence, per 1,000 readers."""
    said = {
        "gain": money(round(abs(verdict.gain) * 1000), currency),
        "low": money(round(verdict.low * 1000), currency),
        "high": money(round(verdict.high * 1000), currency),
        "visible": money(round(verdict.visible * 1000), currency),
    }
    return {
        "too-early": _("A verdict takes at least a week, so that every weekday has its say."),
        "too-few": _("At least 50 readers and 10 buyers are needed on both sides."),
        "no-effect": _(
            "The difference is one that chance alone makes: between %(low)s and %(high)s per 1,000 readers. An effect"
            " under about %(visible)s could not be seen among so many."
        ),
        "gain": _(
            "About %(gain)s more per 1,000 readers (with 95 %% certainty between %(low)s and %(high)s)."
        ),
        "loss": _(
            "About %(gain)s less per 1,000 readers (with 95 %% certainty between %(low)s and %(high)s). Stop it."
        ),
    }[verdict.kind] % said


def liked(found: Preference) -> tuple[str, str]:
    """Whose picks were clicked more: a title and a sentence."""
    said = {
        "share": f"{100 * found.share:.1f}",
        "low": f"{100 * found.low:.1f}",
        "high": f"{100 * found.high:.1f}",
    }
    sentence = (
        _("%(share)s %% of the clicks' votes went to B (with 95 %% certainty %(low)s to %(high)s %%).") % said
    )
    return {
        "too-few": (_("Too few readers to tell"), _("At least 30 readers must have clicked.")),
        "none": (_("No preference shown"), sentence),
        "a": (_("Readers prefer A"), sentence),
        "b": (_("Readers prefer B"), sentence),
    }[found.kind]
