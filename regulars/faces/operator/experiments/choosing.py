"""Ways of choosing as a list to choose from: built in, the market's rulebooks, models on disk, other weights."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from regulars.discovery.decisions.hooks import parts
from regulars.discovery.ranking.queries import editions, in_force
from regulars.discovery.ranking.queries.words import PARTS, part_word
from regulars.discovery.recommend.queries.place import card_of, in_use, versions
from regulars.discovery.recommend.rules.card import Broken
from regulars.faces.look.forms import Given
from regulars.faces.look.moments import local_date
from regulars.faces.operator.experiments import saying

WEIGHTS = "weights"
MOST, MOST_WEIGHT = 12, 1000.0
Choice = tuple[str, str]


def ways() -> list[Choice]:
    """Every way of choosing by its name, with words for it; the latest rulebooks and models only."""
    return [
        *((name, str(words)) for name, words in saying.BUILT_IN.items()),
        *_rulebooks(),
        *_models(),
        (WEIGHTS, _("As now, with other weights of the score")),
    ]


def _rulebooks() -> list[Choice]:
    held = in_force()
    return [
        (
            f"rulebook:{row.number}",
            _("Rules of placing, version %(number)s (from %(day)s)")
            % {"number": row.number, "day": local_date(row.starts_at)}
            + (_(", in force") if held and held.pk == row.pk else ""),
        )
        for row in editions().filter(withdrawn_at=None)[:MOST]
    ]


def _models() -> list[Choice]:
    used = in_use()[:1]
    found = []
    for version in versions()[:MOST]:
        try:
            until = datetime.fromisoformat(card_of(version).until)
        except (Broken, ValueError):
            continue
        words = _("Model learnt until %(day)s") % {"day": local_date(until)}
        found.append((f"model:{version}", words + (_(", in use") if [version] == used else "")))
    return found


def weights(values: Mapping[str, Any], letter: str) -> list[dict[str, str]]:
    """The parts of the score with what was typed as their weight; 1 is as now."""
    named = ((part, f"weight_{letter}_{part}") for part in sorted(parts(), key=[*PARTS].index))
    return [{"name": name, "label": part_word(part), "value": values.get(name, "1")} for part, name in named]


def policy(given: Given, letter: str) -> str:
    """The name of the way that was chosen; "" for none. `given.errors` says what cannot stand."""
    name = f"policy_{letter}"
    chosen = given.text(name)
    if chosen == WEIGHTS:
        return _weighed(given, letter)
    if chosen and chosen not in dict(ways()):
        given.refuse(name, _("Choose a way of choosing from the list."))
    return chosen


def _weighed(given: Given, letter: str) -> str:
    found = {part: _weight(given, f"weight_{letter}_{part}") for part in parts()}
    other = [f"{part}={weight:g}" for part, weight in found.items() if weight not in (None, 1.0)]
    if not other and None not in found.values():
        given.refuse(
            f"policy_{letter}", _("Change at least one weight below: with 1 everywhere it is as now.")
        )
    return f"weights:{','.join(other)}"


def _weight(given: Given, name: str) -> float | None:
    try:
        found = float((given.text(name) or "1").replace(",", "."))
    except ValueError:
        found = -1.0
    if 0 <= found <= MOST_WEIGHT:
        return found
    given.refuse(name, _("Write a number from 0 to 1,000; 1 is as now."))
    return None
