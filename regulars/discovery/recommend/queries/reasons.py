"""Why something is shown, in a sentence for the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from regulars.discovery.ranking.rules import Candidate, Placed
from regulars.discovery.recommend.queries.candidates import reader_of
from regulars.discovery.recommend.queries.explored import EXPLORE
from regulars.discovery.recommend.queries.lookers import Looker
from regulars.discovery.recommend.queries.place import Model
from regulars.goods.catalog.queries import Card

# What a person does outweighs what all do, where it brought at least this share of the score.
TELLING = 0.25
PERSONAL = ("moment", "taste", "relation")


def main_part(candidate: Candidate) -> str:
    """The part that explains the candidate best: a personal one where it counts, else the greatest."""
    parts = candidate.parts
    if EXPLORE in parts and parts[EXPLORE] > 0:
        return EXPLORE
    own = {name: parts[name] for name in PERSONAL if parts.get(name, 0) >= TELLING * candidate.score > 0}
    return max(own or parts, key=(own or dict(parts)).__getitem__, default="")


def because(model: Model, looker: Looker, placed: Sequence[Placed]) -> dict[int, int]:
    """For each product (key) the product of the reader's own that speaks most for it."""
    reader, looked = reader_of(model.shelf, looker), set(looker.recent)
    touched = [item for item in dict.fromkeys(reader.touched) if int(model.shelf.keys[item]) in looked]
    tables = {
        "moment": ("after", touched, reader.ages),
        "taste": ("taste", reader.liked, reader.weights),
    }
    found = {}
    for one in placed:
        table, own, _weights = tables.get(main_part(one.candidate), ("", (), ()))
        at = int(model.shelf.places([one.candidate.key])[0])
        if table and at >= 0 and own:
            nearness = [model.shelf.tables[table].near(item, at) for item in own[:12]]
            best = max(range(len(nearness)), key=nearness.__getitem__)
            if nearness[best] > 0:
                found[one.candidate.key] = int(model.shelf.keys[own[best]])
    return found


def whys(placed: Sequence[Placed], source: Mapping[int, int], cards: Mapping[int, Card]) -> dict[int, str]:
    """A sentence for each product (key)."""
    return {one.candidate.key: _sentence(one, cards.get(source.get(one.candidate.key, 0))) for one in placed}


def _sentence(one: Placed, own: Card | None) -> str:
    part = main_part(one.candidate)
    if part == "moment" and own:
        return _("Because you looked at %(name)s.") % {"name": own.title}
    if part == "taste" and own:
        return _("Because you like %(name)s.") % {"name": own.title}
    if part == EXPLORE and one.candidate.sheltered:
        return _("From a small or new store: a tenth of the places is kept for them.")
    if one.moved_by:
        return _("A published rule of the market gave it this place.")
    return _SAID[part]() if part in _SAID else _("Popular in the market now.")


_SAID = {
    "moment": lambda: _("It is like what you looked at just now."),
    "taste": lambda: _("People who like what you like chose it."),
    "relation": lambda: _("From a store you follow."),
    "freshness": lambda: _("It is new in the market."),
    EXPLORE: lambda: _("It is new in the market."),
    "together": lambda: _("Others went from one to the other."),
    "alike": lambda: _("It is like this one."),
    "words": lambda: _("It matches your words."),
}
