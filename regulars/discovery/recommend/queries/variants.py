"""Choosing between the variants of a block that fit a reader alike.

A person keeps the variant for a day. Whoever is not known, or switched it off, gets the one of these ten minutes, which
is everybody's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from zoneinfo import ZoneInfo

from regulars.discovery.decisions.actions import keep
from regulars.discovery.decisions.rules import Decision, Option
from regulars.discovery.recommend.queries.lookers import EVERYONE, Looker
from regulars.discovery.recommend.queries.place import model
from regulars.discovery.recommend.rules.variants import Learnt, chances, drawn
from regulars.goods.catalog.queries import category_tree
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.people.merchants.queries import market

SLOT_MINUTES, TASTES, LONG = 10, 3, 24 * 3600
Told = Callable[[], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Picked:
    """Which variant is shown, and the id of the decision (empty where nothing was kept)."""

    variant: str
    decision: str
    chance: float


def choose_variant(
    looker: Looker, *, spot: str, variants: Sequence[str], told: Told, store: str | None, keep_it: bool = True
) -> Picked:
    """One of the variants (ids) for the looker; `told` says the features that are known of a known reader.

    With `keep_it` False (a preview) nothing is written down and the likeliest one is shown.
    """
    reader = looker if looker.personal and (looker.person or looker.visitor) else EVERYONE
    features = {} if reader is EVERYONE else {**_taste(reader), **told()}
    chance = chances(_learnt(spot), variants, features)
    if not keep_it:
        at = max(range(len(variants)), key=lambda one: chance[one])
        return Picked(variants[at], "", chance[at])
    at = drawn(chance, _seed(reader, spot))
    made = Picked(variants[at], new_id("dec"), chance[at])
    keep(_decision(made, reader, spot, variants, chance, features, store))
    return made


def _learnt(spot: str) -> Learnt | None:
    known = model()
    return known.variants.get(spot) if known else None


def _seed(reader: Looker, spot: str) -> str:
    now = clock.now()
    if reader is EVERYONE:
        return f"{spot}/{now:%Y-%m-%dT%H}:{now.minute // SLOT_MINUTES}"
    return f"{spot}/{reader.person or reader.visitor}/{now.astimezone(ZoneInfo(market().zone)):%Y-%m-%d}"


def _taste(reader: Looker) -> dict[str, float]:
    """Whether the reader has been here for longer, and which top categories most of what is liked belongs to."""
    found = {"returning": 1.0} if reader.liked or any(age > LONG for age in reader.ages) else {"fresh": 1.0}
    known = model()
    if known is None or not (reader.liked or reader.recent):
        return found
    goods = dict(reader.liked) or dict.fromkeys(reader.recent, 1.0)
    places = known.shelf.places(list(goods)).tolist()
    roots, whole = _roots(), dict[str, float]()
    for at, weight in zip(places, goods.values(), strict=True):
        if at >= 0 and (root := roots.get(int(known.shelf.leaf[at]))):
            whole[root] = whole.get(root, 0.0) + log1p(weight)
    every, most = sum(whole.values()), sorted(whole.items(), key=lambda one: (-one[1], one[0]))[:TASTES]
    return found | {f"taste.{name}": round(value / every, 3) for name, value in most}


def _roots() -> dict[int, str]:
    """The top category (public id) of every category (key)."""

    return {key: node.public_id for node in category_tree() for key in node.all_keys()}


def _decision(
    made: Picked, reader: Looker, spot: str, variants: Sequence[str], chance: Sequence[float],
    features: Mapping[str, float], store: str | None,
) -> Decision:  # fmt: skip
    known = model()
    options = tuple(
        Option(
            name, store or "", share, 0 if name == made.variant else None, share, share,
            features if name == made.variant else {}, source="block",
        )
        for name, share in zip(variants, chance, strict=True)
    )  # fmt: skip
    version = known.card.version if known else ""
    return Decision(
        made.decision, clock.now(), spot, reader.person, reader.visitor, reader.session, version, "", "", options, store
    )  # fmt: skip
