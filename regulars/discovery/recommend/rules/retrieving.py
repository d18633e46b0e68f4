"""From a reader to scored candidates: taste, moment, crowd, relation, companions, what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regulars.discovery.recommend.rules import moment
from regulars.discovery.recommend.rules.blends import Blend
from regulars.discovery.recommend.rules.shelf import Found, Parts, Shelf, among, blended, gathered
from regulars.ground.kit.later import np

MOST, REMEMBERED = 500, 500
# What was looked at half a day ago moves the page half as much as what was looked at just now.
FADES = 12 * 3600
NEW_SECONDS = 30 * 86_400


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in numbers of the model: `liked` with weights, `touched` newest first with ages in seconds.

    `crowds` are names of crowds the reader belongs to, the most telling first; `stores` keys of stores followed.
    """

    liked: Sequence[int] = ()
    weights: Sequence[float] = ()
    touched: Sequence[int] = ()
    ages: Sequence[float] = ()
    crowds: Sequence[str] = ()
    stores: Sequence[int] = ()
    now: float = 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted: companions of `near`, only these items (`among`), stores or categories (keys)."""

    near: int | None = None
    table: str = "after"
    among: Any = None
    stores: Sequence[int] = ()
    leaves: Sequence[int] = ()


def retrieved(shelf: Shelf, reader: Reader, wanted: Wanted, blend: Blend, most: int = MOST) -> Parts:
    """At most `most` candidates with their parts, those that are wanted only."""
    found = {
        "moment": _moment(shelf, reader),
        "taste": [shelf.tables["taste"].beside(reader.liked, reader.weights)],
        "together": _companions(shelf, wanted),
    }
    extra = _extra(shelf, reader, wanted)
    # Being wanted comes before being good: a narrow wish must not lose its candidates to a wide one.
    roomy = most if wanted.among is None and not wanted.stores and not wanted.leaves else shelf.size
    parts = _wanted(shelf, gathered(found, extra, max(roomy, 1), blend), wanted)
    if len(parts.items) > most:
        parts = parts.only(np.argpartition(-blended(parts, blend), most - 1)[:most])
    return _described(shelf, reader, wanted, parts)


def _moment(shelf: Shelf, reader: Reader) -> list[Found]:
    """What the model of visits proposes after the last touches, from 0 to 1: the best stand out."""
    if shelf.moment is None or not len(reader.touched):
        return []
    touched = tuple(reader.touched)
    found = shelf.proposed.get(touched)
    if found is None:
        if len(shelf.proposed) >= REMEMBERED:
            shelf.proposed.clear()
        found = shelf.proposed[touched] = _after(shelf.moment, touched[::-1])
    return found


def _after(model: moment.Moment, clicks: Sequence[int]) -> list[Found]:
    items, features = moment.candidates(model, clicks)
    if not len(items):
        return []
    score = moment.scored(model, features)
    span = float(score.max() - score.min())
    return [(items, ((score - score.min()) / span) ** 2 if span > 0 else np.ones(len(items), np.float32))]


def _companions(shelf: Shelf, wanted: Wanted) -> list[Found]:
    return [] if wanted.near is None else [shelf.tables[wanted.table].row(wanted.near)]


def _extra(shelf: Shelf, reader: Reader, wanted: Wanted) -> Any:
    """Candidates whom no neighbour proposes: the wanted ones themselves, the crowd's, the followed stores'."""
    if wanted.among is not None:
        return wanted.among
    if wanted.near is not None:
        return np.empty(0, np.int64)
    if wanted.stores or wanted.leaves:
        return shelf.goods_of(wanted.stores, wanted.leaves)
    crowds = [shelf.crowds[name][0] for name in reader.crowds if name in shelf.crowds]
    return np.concatenate([shelf.best[:100], shelf.goods_of(reader.stores, most=20), *crowds])


def _wanted(shelf: Shelf, parts: Parts, wanted: Wanted) -> Parts:
    if wanted.among is None and wanted.near is None and not wanted.stores and not wanted.leaves:
        return parts
    keep = np.ones(len(parts.items), bool)
    if wanted.among is not None:
        keep &= np.isin(parts.items, wanted.among)
    if wanted.stores:
        keep &= np.isin(shelf.store[parts.items], list(wanted.stores))
    if wanted.near is not None:
        # Whoever says that things go together must have seen it.
        keep &= parts.rows["together"] > 0
    if wanted.leaves:
        keep &= np.isin(shelf.leaf[parts.items], list(wanted.leaves))
    return parts.only(keep)


def _described(shelf: Shelf, reader: Reader, wanted: Wanted, parts: Parts) -> Parts:
    """The candidates with what needs no neighbour: popularity in the crowd, relation, newness, likeness."""
    items = parts.items
    rows = dict(parts.rows)
    rows["popularity"] = _popularity(shelf, reader, items)
    rows["relation"] = among(shelf.store[items], reader.stores).astype(np.float32)
    age = (reader.now - shelf.born[items]) / NEW_SECONDS
    rows["freshness"] = np.exp2(-np.minimum(np.maximum(age, 0), 60)).astype(np.float32)
    if wanted.near is not None:
        rows["alike"] = np.maximum(shelf.looks[items] @ shelf.looks[wanted.near], 0)
    elif len(reader.touched):
        if shelf.vectors is not None:
            rows["moment"] = np.maximum(rows["moment"], _near_vectors(shelf, reader, items))
        rows["moment"] = rows["moment"] * np.float32(0.5 ** min(reader.ages[0] / FADES, 60))
    return Parts(items, rows)


def _near_vectors(shelf: Shelf, reader: Reader, items: Any) -> Any:
    """Half of how near each stands to the last touches, by the vectors learnt from behaviour."""
    few = list(reader.touched[:5])
    mean = shelf.vectors[few].mean(axis=0)
    length = max(float(np.linalg.norm(mean)), 1e-9)
    return 0.5 * np.maximum(shelf.vectors.take(items, axis=0) @ (mean / length), 0).astype(np.float32)


def _popularity(shelf: Shelf, reader: Reader, items: Any) -> Any:
    """The market's popularity, half of it by the reader's crowds where there are any."""
    base = shelf.popular[items]
    known = [shelf.crowds[name] for name in reader.crowds if name in shelf.crowds]
    if not known or not len(items):
        return base
    theirs = np.zeros(len(items), np.float32)
    order = np.argsort(items)
    for indices, scores in known:
        at = np.minimum(np.searchsorted(items, indices, sorter=order), len(items) - 1)
        hit = items[order[at]] == indices
        theirs[order[at[hit]]] += scores[hit] / len(known)
    return 0.5 * base + 0.5 * theirs
