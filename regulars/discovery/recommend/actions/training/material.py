"""What a model is made of, in numbers: goods, who likes what, and the walks through the market."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regulars.discovery.recommend.figures import Liked, Walk, liked, shows, walks
from regulars.discovery.recommend.queries.goods import Good, goods
from regulars.ground.kit.later import np, sparse


@dataclass(frozen=True, slots=True)
class Deeds:
    """Rows of (person, item, weight) as numbers; `people` are public ids by number."""

    people: Any
    who: Any
    item: Any
    weight: Any

    def matrix(self, items: int) -> Any:
        """People x items, CSR: twice as much done says one step more."""
        values = np.log1p(self.weight).astype(np.float32)
        return sparse.csr_matrix((values, (self.who, self.item)), shape=(len(self.people), items))


@dataclass(frozen=True, slots=True)
class Steps:
    """What was looked at and bought, in the order of visits and then of time, as numbers."""

    visit: Any
    item: Any
    at: Any
    who: Any
    bought: Any
    source: Any

    def only(self, keep: Any) -> Steps:
        """Some of the rows."""
        return Steps(*(getattr(self, name)[keep] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a model is made of; `seen` says how often a product was shown and chosen, by public id."""

    until: datetime
    goods: list[Good]
    deeds: Deeds
    steps: Steps
    seen: dict[str, tuple[int, int]]

    @property
    def counts(self) -> dict[str, int]:
        """How much there is."""
        return {
            "goods": len(self.goods),
            "people": len(self.deeds.people),
            "likings": len(self.deeds.item),
            "looks": len(self.steps.item),
            "visits": len(np.unique(self.steps.visit)),
        }


def gathered(until: datetime) -> Material:
    """The lake and the catalogue as they are; what shoppers cannot see any more is left out."""
    every = list(goods())
    names = np.array([one.public_id for one in every], dtype=str)
    return Material(until, every, _deeds(liked(until), names), _steps(walks(until), names), shows(until))


def _numbered(names: Any, wanted: Any) -> Any:
    """The place of each wanted name among the names; -1 where it is not."""
    if not len(names) or not len(wanted):
        return np.full(len(wanted), -1)
    order = np.argsort(names)
    at = np.minimum(np.searchsorted(names, wanted, sorter=order), len(names) - 1)
    found = order[at]
    return np.where(names[found] == wanted, found, -1)


def _deeds(rows: Liked, names: Any) -> Deeds:
    item = _numbered(names, rows.product)
    keep = item >= 0
    people, who = np.unique(rows.who[keep], return_inverse=True)
    return Deeds(people, who, item[keep], rows.weight[keep].astype(np.float32))


def _steps(rows: Walk, names: Any) -> Steps:
    item = _numbered(names, rows.product)
    keep = item >= 0
    who = rows.who[keep]
    visits = np.char.add(np.char.add(who.astype(str), "/"), rows.visit[keep].astype(str)) if len(who) else who
    first, visit = np.unique(visits, return_index=True, return_inverse=True)[1:]
    # Visits are numbered in the order in which they began.
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    numbers = rank[visit]
    order = np.lexsort((rows.at[keep], numbers))
    people = np.unique(who, return_inverse=True)[1]
    bought = rows.kind[keep] != "view"
    source = np.array([one or "" for one in rows.source[keep]], dtype=str)
    columns = (numbers, item[keep], rows.at[keep], people, bought, source)
    return Steps(*(column[order] for column in columns))
