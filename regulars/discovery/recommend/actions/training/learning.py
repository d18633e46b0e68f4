"""The parts of a model, each learnt from the material as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from regulars.discovery.ranking.queries import counted_shelter
from regulars.discovery.recommend.actions.training.material import Material, Steps
from regulars.discovery.recommend.queries.place import MOMENT
from regulars.discovery.recommend.rules import moment as visits
from regulars.discovery.recommend.rules.cold import attributes, learn_goods
from regulars.discovery.recommend.rules.crowds import crowds, entry_of, hour_of, popularity
from regulars.discovery.recommend.rules.looks import looks, told
from regulars.discovery.recommend.rules.neighbours import nearest
from regulars.discovery.recommend.rules.taste import TasteSettings, fit
from regulars.discovery.recommend.rules.together import bought_together
from regulars.discovery.recommend.rules.vectors import item_vectors
from regulars.ground.kit.later import np, sparse
from regulars.people.merchants.queries import market

Arrays = dict[str, Any]
Telling = Callable[[str, int, int], None]
ROW = 200
TASTE = TasteSettings()


def taste(material: Material, telling: Telling) -> Arrays:
    """What liking one thing says for others."""
    matrix = material.deeds.matrix(len(material.goods))
    if not matrix.nnz:
        return nearest(sparse.csr_matrix((matrix.shape[1],) * 2, dtype=np.float32), ROW).arrays("taste")
    learnt = fit(matrix, TASTE, lambda done, every: telling("taste", done, every))
    return nearest(learnt, ROW).arrays("taste")


def moment(material: Material, steps: Steps, telling: Telling) -> Arrays:
    """What is looked at after what."""
    found = visits.arrays(walked(material, steps, telling))
    return {f"{MOMENT}{name}": array for name, array in found.items()}


def walked(material: Material, steps: Steps, telling: Telling) -> visits.Moment:
    """The model of visits, from these looks."""
    said = count(1)
    return visits.fit(
        sessions(steps),
        visits.Settings(goods=len(material.goods)),
        lambda _text: telling("moment", next(said), 8),
    )


def sessions(steps: Steps) -> visits.Sessions:
    """Visits as the model of visits wants them."""
    begins = (
        np.flatnonzero(np.r_[True, steps.visit[1:] != steps.visit[:-1]]) if len(steps.visit) else steps.visit
    )
    offsets = np.r_[begins, len(steps.visit)].astype(np.int64)
    return visits.Sessions(steps.item.astype(np.int32), offsets, steps.at[begins].astype(np.float64))


def bought(material: Material) -> Arrays:
    """What goes with what."""
    steps = material.steps.only(material.steps.bought)
    least = max(1, settings.TOGETHER_LEAST)
    return bought_together(steps.who, steps.item, len(material.goods), least=least).arrays("bought")


def shelf(material: Material) -> Arrays:
    """The goods themselves: where they belong, how popular they are, how often they were shown."""
    every, deeds = material.goods, material.deeds
    sold = np.array([one.sold for one in every], float)
    seen = [material.seen.get(one.public_id, (0, 0)) for one in every]
    small = counted_shelter()
    return {
        "keys": np.array([one.key for one in every], np.int64),
        "store": np.array([one.store for one in every], np.int64),
        "leaf": np.array([one.leaf for one in every], np.int64),
        "brand": np.array([one.brand or 0 for one in every], np.int64),
        "price": np.array([one.price_minor for one in every], np.float32),
        "born": np.array([one.published_at.timestamp() for one in every], np.float64),
        "sheltered": np.array([one.store in small for one in every], bool),
        "popular": popularity(deeds.item, deeds.weight, len(every), sold),
        "shown": np.array([shown for shown, _ in seen], np.float32),
        "clicked": np.array([clicked for _, clicked in seen], np.float32),
        "names": np.array([one.public_id.encode() for one in every], "S24"),
        "store_names": np.array([one.store_public_id.encode() for one in every], "S24"),
    }


def vectors(material: Material, *, behaviour: bool = True) -> Arrays:
    """Vectors by what goods are, and (`behaviour`) by who likes them; where nobody does, foretold from what they are."""
    products = [told(one.path, one.store, one.brand, one.price_minor, one.title) for one in material.goods]
    found = {"looks": looks(products)}
    if not behaviour or not len(material.deeds.item):
        return found
    learnt = item_vectors(material.deeds.matrix(len(products)))
    fans = np.bincount(material.deeds.item, minlength=len(products))
    rows = attributes(products)
    foretold = learn_goods(rows, learnt, fans).vectors(rows)
    return found | {"vectors": np.where(fans[:, None] > 0, learnt, foretold).astype(np.float32)}


def crowded(material: Material, decades: Mapping[str, int]) -> tuple[list[str], Arrays]:
    """What is popular with whom; `decades` are birth decades by person (public id)."""
    deeds, steps, items = material.deeds, material.steps, len(material.goods)
    born = (
        np.array([decades.get(str(one), 0) for one in deeds.people])[deeds.who]
        if len(deeds.who)
        else deeds.who
    )
    names: list[str] = []
    parts: list[tuple[Any, Any]] = []
    by_decade = {str(one): born == one for one in sorted(set(born.tolist())) if one}
    by_moment = {"hour": _by_hour(steps), "entry": _by_entry(steps)}
    for groups, item, weight in (
        ({"decade": by_decade}, deeds.item, deeds.weight),
        (by_moment, steps.item, np.ones(len(steps.item))),
    ):
        found, indices, scores = crowds(groups, item, weight, items)
        names += found
        parts.append((indices, scores))
    arrays = {
        f"crowd_{name}": np.concatenate([part[at] for part in parts])
        for at, name in enumerate(("items", "scores"))
    }
    return names, arrays


def _by_hour(steps: Steps) -> dict[str, Any]:
    zone = ZoneInfo(market().zone)
    hours = {at: datetime.fromtimestamp(at * 3600, zone).hour for at in np.unique(steps.at // 3600).tolist()}
    part = np.array([hour_of(hours[at]) for at in (steps.at // 3600).tolist()], dtype=str)
    return {name: part == name for name in set(part.tolist())}


def _by_entry(steps: Steps) -> dict[str, Any]:
    """Visits by the source of their first step."""
    if not len(steps.visit):
        return {}
    first = np.flatnonzero(np.r_[True, steps.visit[1:] != steps.visit[:-1]])
    entries = np.array([entry_of(one) for one in steps.source[first].tolist()], dtype=str)
    each = np.repeat(entries, np.diff(np.r_[first, len(steps.visit)]))
    return {name: each == name for name in set(entries.tolist()) if name}


def used() -> dict[str, Any]:
    """The settings of learning, for the card."""
    return {"taste": asdict(TASTE), "row": ROW}
