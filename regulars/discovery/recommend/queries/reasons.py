"""Why something is shown, in a sentence for the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from regulars.discovery.ranking.rules import Candidate, Placed
from regulars.discovery.recommend.queries.candidates import reader_of
from regulars.discovery.recommend.queries.explored import EXPLORE
from regulars.discovery.recommend.queries.lookers import Looker
from regulars.discovery.recommend.queries.place import Model
from regulars.discovery.recommend.rules.neighbours import Neighbours
from regulars.discovery.recommend.rules.shelf import among
from regulars.goods.catalog.queries import Card
from regulars.ground.kit.later import np

# What a person does outweighs what all do, where it brought at least this share of the score.
TELLING = 0.25
# So many of the reader's own goods are asked whether they speak for it.
OWN = 12
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
    shelf, reader, looked = model.shelf, reader_of(model.shelf, looker), set(looker.recent)
    places = shelf.places([one.candidate.key for one in placed]).tolist()
    asked: dict[str, list[int]] = {"moment": [], "taste": []}
    for one, at in zip(placed, places, strict=True):
        part = main_part(one.candidate)
        if at >= 0 and part in asked:
            asked[part].append(at)
    mine = list(dict.fromkeys(reader.touched))
    touched = [at for at, key in zip(mine, shelf.keys[mine].tolist(), strict=True) if key in looked]
    spoken = speaking(shelf.tables["after"], touched[:OWN], asked["moment"])
    spoken |= speaking(shelf.tables["taste"], reader.liked[:OWN], asked["taste"])
    told, own = shelf.keys[list(spoken)].tolist(), shelf.keys[list(spoken.values())].tolist()
    return dict(zip(told, own, strict=True))


def speaking(table: Neighbours, own: Sequence[int], asked: Sequence[int]) -> dict[int, int]:
    """For those asked for which of `own` is nearest to them: of equals the first. Who is beside none is left out."""
    if not own or not asked:
        return {}
    rows = [table.row(item) for item in own]
    beside = np.concatenate([indices for indices, _data in rows])
    hits = np.flatnonzero(among(beside, asked))
    whose = np.repeat(np.asarray(own), [len(indices) for indices, _data in rows])[hits].tolist()
    nearness = np.concatenate([data for _indices, data in rows])[hits].tolist()
    best: dict[int, tuple[float, int]] = {}
    for other, item, near in zip(beside[hits].tolist(), whose, nearness, strict=True):
        if near > best.get(other, (0.0, item))[0]:
            best[other] = near, item
    return {other: item for other, (_near, item) in best.items()}


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
