"""Scored candidates for a reader at a spot, out of the model in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from regulars.discovery.ranking.rules import Candidate
from regulars.discovery.recommend.queries.arrivals import arrivals, by_neighbours
from regulars.discovery.recommend.queries.goods import Good, goods_of_keys
from regulars.discovery.recommend.queries.lookers import Looker
from regulars.discovery.recommend.queries.place import Model
from regulars.discovery.recommend.rules.blends import Blend, blend_of
from regulars.discovery.recommend.rules.crowds import entry_of, hour_of
from regulars.discovery.recommend.rules.retrieving import Reader, Wanted, retrieved
from regulars.discovery.recommend.rules.shelf import Parts, Shelf, among, blended
from regulars.discovery.recommend.rules.weighing import WEIGHTS
from regulars.ground.kit import clock
from regulars.ground.kit.later import np
from regulars.people.merchants.queries import market

# What a place is chosen from by the rulebook: that many candidates for each.
EACH, LEAST = 3, 40
# So much speaks for a product that it was bought or put into the basket not long ago.
GOT = WEIGHTS["basket"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the engine, as `choose` was asked it; `near` and the others are keys."""

    spot: str
    size: int
    among: Sequence[int] | None = None
    prior: Mapping[int, float] | None = None
    near: int | None = None
    store: int | None = None
    categories: Sequence[int] = ()

    @property
    def most(self) -> int:
        """How many candidates the rulebook is handed."""
        return max(EACH * self.size, LEAST)


def candidates(model: Model, looker: Looker, ask: Ask, blend: Blend | None = None) -> list[Candidate]:
    """The best candidates by score, best first; those touched in this visit stay out unless they were asked for.

    `blend` weighs the parts; without it, as published for the spot. Of a product that the model does not know nobody
    can say what goes with it.
    """
    shelf, blend = model.shelf, blend_of(ask.spot) if blend is None else blend
    wanted = _wanted(shelf, ask)
    if ask.near is not None and wanted.near is None:
        return []
    parts = retrieved(shelf, reader_of(shelf, looker), wanted, blend)
    parts = _fresh(shelf, looker, ask, parts)
    parts = _with_words(shelf, parts, ask.prior)
    made = best_of(shelf, parts, blend, ask.most)
    made += _new(model, parts, blend, ask, looker)
    return sorted(made, key=lambda one: (-one.score, one.key))[: ask.most]


def best_of(shelf: Shelf, parts: Parts, blend: Blend, most: int) -> list[Candidate]:
    """The best `most` by score, best first, as the rulebook wants them."""
    top = np.argsort(-blended(parts, blend), kind="stable")[:most]
    items = parts.items[top]
    names = [name for name in parts.rows if name in blend]
    worth = np.array([np.float32(blend[name]) * parts.rows[name][top] for name in names], float)
    if not len(top) or not names:
        worth = np.zeros((1, len(top)))
    # Added part by part, as whoever adds up what is told of a candidate does it.
    scores = worth.sum(axis=0).tolist()
    sources = [
        names[at] if score > 0 else ""
        for at, score in zip(worth.argmax(axis=0).tolist(), scores, strict=True)
    ]
    columns = (shelf.keys, shelf.store, shelf.brand, shelf.leaf, shelf.sheltered)
    told = zip(
        *(column[items].tolist() for column in columns), scores, sources, _said(names, worth), strict=True
    )
    return [
        Candidate(key, score, store, brand or None, leaf, small, source, said)
        for key, store, brand, leaf, small, score, source, said in told
    ]


def _said(names: Sequence[str], worth: Any) -> list[dict[str, float]]:
    """What each part brings to each candidate, of the parts that bring anything."""
    found: list[dict[str, float]] = [{} for _one in range(worth.shape[1])]
    for name, row in zip(names, worth.tolist(), strict=False):
        for said, value in zip(found, row, strict=True):
            if value > 0:
                said[name] = value
    return found


def reader_of(shelf: Shelf, looker: Looker) -> Reader:
    """The looker in numbers of the model. Of who wants no page of their own only the hour is known."""
    now = clock.now()
    crowds = [f"hour:{hour_of(now.astimezone(ZoneInfo(market().zone)).hour)}"]
    if not looker.personal:
        return Reader(crowds=crowds, now=now.timestamp())
    if looker.entry:
        crowds.append(f"entry:{entry_of(looker.entry)}")
    if looker.decade:
        crowds.insert(0, f"decade:{looker.decade}")
    steps, sizes = _steps(looker), [weight for _, weight in looker.liked]
    at = shelf.places([*(key for key, _ in looker.liked), *(key for key, _ in steps)]).tolist()
    liked, weights = _known(at[: len(sizes)], sizes)
    touched, since = _known(at[len(sizes) :], [age for _, age in steps])
    likes = np.log1p(np.asarray(weights, np.float32)).tolist()
    return Reader(liked, likes, touched, since, crowds, looker.follows, now.timestamp())


def _steps(looker: Looker) -> list[tuple[int, float]]:
    """What was touched and what was looked for, newest first (key, age): a stay counts as a second look."""
    ages = looker.ages or (0.0,) * len(looker.recent)
    steps = [*zip(looker.recent, ages, strict=True), *looker.sought]
    steps.sort(key=lambda one: one[1])
    if not looker.stayed:
        return steps
    return [one for one in steps for _turn in range(2 if one[0] in looker.stayed else 1)]


def _known(at: Sequence[int], values: Sequence[float]) -> tuple[list[int], list[float]]:
    """Places that the model has, with their values."""
    found = [(place, value) for place, value in zip(at, values, strict=True) if place >= 0]
    return [place for place, _ in found], [value for _, value in found]


def _wanted(shelf: Shelf, ask: Ask) -> Wanted:
    among = None
    if ask.among is not None:
        at = shelf.places(ask.among)
        among = at[at >= 0]
    near = int(shelf.places([ask.near])[0]) if ask.near is not None else -1
    return Wanted(
        near=near if near >= 0 else None,
        table="bought" if ask.spot.endswith("goes-with") else "after",
        among=among,
        stores=() if ask.store is None else (ask.store,),
        leaves=tuple(ask.categories),
    )


def _fresh(shelf: Shelf, looker: Looker, ask: Ask, parts: Parts) -> Parts:
    """Without what the reader has just seen; a search shows what it found."""
    if ask.among is not None:
        return parts
    return parts.only(~among(shelf.keys[parts.items], [ask.near or 0, *known_already(looker)]))


def known_already(looker: Looker) -> list[int]:
    """What the reader has just seen or has got already (keys)."""
    if not looker.personal:
        return []
    return [*looker.recent, *(key for key, weight in looker.liked if weight >= GOT)]


def _with_words(shelf: Shelf, parts: Parts, prior: Mapping[int, float] | None) -> Parts:
    if prior is None:
        return parts
    words = np.array([prior.get(key, 0.0) for key in shelf.keys[parts.items].tolist()], np.float32)
    return Parts(parts.items, {**parts.rows, "words": words})


def _new(model: Model, parts: Parts, blend: Blend, ask: Ask, looker: Looker) -> list[Candidate]:
    """Goods younger than the model."""
    found = arrivals(model)
    goods = [(at, one) for at, one in enumerate(found.goods) if _asked_for(one, ask, looker)]
    beside = by_neighbours(found, parts) if goods else {}
    made = [
        _candidate(one, _said_of(one, {n: float(row[at]) for n, row in beside.items()}, blend, ask))
        for at, one in goods
    ]
    if ask.near is not None:
        return [one for one in made if "together" in one.parts]
    if ask.among is None:
        return made
    # A search may find what the model has not heard of and what is older than the newest few.
    left = set(ask.among) - {one.key for one in made} - set(model.shelf.keys[parts.items].tolist())
    return (
        made + [_candidate(one, _said_of(one, {}, blend, ask)) for one in goods_of_keys(left)]
        if left
        else made
    )


def _asked_for(good: Good, ask: Ask, looker: Looker) -> bool:
    if ask.among is not None:
        return good.key in ask.among
    inside = ask.store in (None, good.store) and (not ask.categories or good.leaf in ask.categories)
    return inside and good.key != ask.near and good.key not in known_already(looker)


def _said_of(good: Good, beside: Mapping[str, float], blend: Blend, ask: Ask) -> dict[str, float]:
    told = {**beside, "freshness": 1.0, "words": (ask.prior or {}).get(good.key, 0.0)}
    return {name: blend[name] * value for name, value in told.items() if name in blend and value > 0}


def _candidate(good: Good, said: dict[str, float]) -> Candidate:
    source = max(said, key=said.__getitem__, default="")
    return Candidate(good.key, sum(said.values()), good.store, good.brand, good.leaf, False, source, said)


__all__ = ["Ask", "candidates", "known_already", "reader_of"]
