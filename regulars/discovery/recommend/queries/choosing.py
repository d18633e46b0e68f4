"""Choosing products for a spot of a page."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import DatabaseError

from regulars.discovery.decisions.actions import keep
from regulars.discovery.decisions.queries import interleave
from regulars.discovery.decisions.rules import Decision, Option
from regulars.discovery.ranking.queries import Arranged, arrange
from regulars.discovery.ranking.rules import Candidate, Placed, Rulebook
from regulars.discovery.recommend.queries.arms import arm_for, way_of
from regulars.discovery.recommend.queries.candidates import Ask, known_already
from regulars.discovery.recommend.queries.explored import EXPLORE, even, explores, with_lots
from regulars.discovery.recommend.queries.lookers import EVERYONE, Looker
from regulars.discovery.recommend.queries.place import Model, model
from regulars.discovery.recommend.queries.reasons import because, whys
from regulars.goods.catalog.queries import Card, cards, popular
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id

log = logging.getLogger("regulars.models")
TRIES = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for a spot: the decision's id, the places, and which model and rulebook made them.

    `cards` are the products in order, shown and in stock at this moment; `whys` says in the reader's language why
    each (key) is there; `personal` whether the reader was known.
    """

    id: str
    spot: str
    placed: tuple[Placed, ...]
    model: str = ""
    rulebook: str = ""
    cards: tuple[Card, ...] = ()
    whys: Mapping[int, str] = field(default_factory=dict)
    personal: bool = False

    @property
    def keys(self) -> list[int]:
        """Keys of the products in order."""
        return [one.candidate.key for one in self.placed]


def choose(
    looker: Looker,
    *,
    spot: str,
    size: int,
    among: Sequence[int] | None = None,
    prior: Mapping[int, float] | None = None,
    near: int | None = None,
    store: int | None = None,
    categories: Sequence[int] = (),
    keep_it: bool = True,
) -> Chosen:
    """At most `size` products for the looker at the spot, such as `home.for-you` or `product.goes-with`.

    `among` limits the choice to these products; `prior` adds a score of the caller's own (text relevance, 0 to 1) as
    the part `words`; `near` is the product whose companions are wanted; `store` and `categories` (keys) narrow it.
    The decision is kept for the log unless `keep_it` is False (a preview). A model that fails costs its knowledge, never
    the page.
    """
    ask, known = Ask(spot, size, among, prior, near, store, categories), model()
    try:
        return _Choice(looker, ask, known).made(keep_it)
    except DatabaseError:
        raise
    except Exception:
        if known is None:
            raise
        log.exception("%s was chosen without the model %s", spot, known.card.version)
        return _Choice(looker, ask, None).made(keep_it)


class _Choice:
    """One choice: candidates, lots, the rulebook, what is there at this moment, the log."""

    def __init__(self, looker: Looker, ask: Ask, known: Model | None) -> None:
        self._looker, self._ask, self._model = looker, ask, known
        self._id = new_id("dec")
        self._cards: dict[int, Card] = {}
        self._by_lot = self._explores = False
        self._gone: set[int] = set()
        self._because: dict[int, int] = {}
        self._teams: dict[int, str] = {}
        self._book: Rulebook | None = None
        self._arm = arm_for(looker, ask.spot)

    def made(self, keep_it: bool) -> Chosen:
        found = self._candidates()
        arranged = self._there(found)
        placed = arranged.placed
        if self._by_lot:
            chance = 0.0 if self._gone else even(found, placed, self._ask.spot, self._book)
            placed = tuple(replace(one, propensity=chance) for one in placed)
        if keep_it:
            keep(self._decision(found, placed, arranged.rulebook))
        return Chosen(
            self._id,
            self._ask.spot,
            placed,
            self._model.card.version if self._model else "",
            arranged.rulebook,
            tuple(self._cards[one.candidate.key] for one in placed),
            whys(placed, self._because, self._cards),
            self._looker.known,
        )

    def _candidates(self) -> list[Candidate]:
        if self._model is None or not self._model.shelf.size:
            return _without_model(self._ask)
        way = way_of(self._arm.policy, self._model, self._looker, self._ask.spot, self._id)
        self._book, found = way.book, way.candidates(self._ask)
        if self._arm.against:
            return self._drafted(self._model, found)
        self._by_lot = bool(way.by_lot)
        self._explores = not way.by_lot and explores(self._ask)
        return found

    def _drafted(self, known: Model, found: Sequence[Candidate]) -> list[Candidate]:
        """Candidates of two ways in turns, as if each had drafted its own."""
        other = way_of(self._arm.against, known, self._looker, self._ask.spot, self._id).candidates(self._ask)
        every = {one.key: one for one in (*other, *found)}
        turns = interleave(self._id, [one.key for one in found], [one.key for one in other], self._ask.most)
        self._teams = dict(turns)
        scores = [1 - turn / len(turns) for turn in range(len(turns))]
        return [
            replace(every[key], score=score, parts={"turn": score})
            for (key, _team), score in zip(turns, scores, strict=True)
        ]

    @property
    def _hour(self) -> str:
        """Equals are told apart by the hour, so that one reader's list is the same until the next."""
        return f"{self._ask.spot}/{self._ask.categories}/{clock.now():%Y-%m-%dT%H}"

    @property
    def _seed(self) -> str:
        """Whoever is not known gets the lots of the hour, which are everybody's."""
        return self._id if self._looker.known else self._hour

    def _there(self, found: list[Candidate]) -> Arranged:
        """Arranged by the rulebook, and again without what is hidden or sold out, until all of it is there."""
        left, drawn_again, gone = found, False, self._gone
        for _turn in range(TRIES):
            made = self._arranged(left, gone)
            self._look_up([*(one.candidate.key for one in made.placed), *self._because.values()])
            missing = [one for one in made.placed if not self._may_show(one.candidate.key)]
            if not missing:
                return self._untold(made) if drawn_again else made
            drawn_again = drawn_again or any(EXPLORE in one.candidate.parts for one in missing)
            gone |= {one.candidate.key for one in missing}
            left = [one for one in left if one.key not in gone]
        placed = [one for one in made.placed if one.candidate.key not in gone]
        return self._untold(
            Arranged(tuple(replace(one, place=at) for at, one in enumerate(placed)), made.rulebook)
        )

    def _arranged(self, left: list[Candidate], gone: set[int]) -> Arranged:
        """By the rulebook, then with some places given by lot."""
        made = arrange(left, spot=self._ask.spot, size=self._ask.size, seed=self._hour, book=self._book)
        if self._model is None:
            return made
        if self._looker.known:
            self._because = because(self._model, self._looker, made.placed)
        if not self._explores or not made.placed:
            return made
        seen = {*known_already(self._looker), *gone}
        placed = with_lots(self._model, made.placed, left, self._ask, seen, self._seed, self._book)
        return Arranged(placed, made.rulebook)

    def _untold(self, made: Arranged) -> Arranged:
        """Whoever drew anew because what was drawn was gone cannot say with what chance the others stand there."""
        return Arranged(tuple(replace(one, propensity=0.0) for one in made.placed), made.rulebook)

    def _look_up(self, keys: Iterable[int]) -> None:
        unknown = [key for key in dict.fromkeys(keys) if key not in self._cards]
        if unknown:
            self._cards |= {card.pk: card for card in cards(unknown)}

    def _may_show(self, key: int) -> bool:
        card = self._cards.get(key)
        return card is not None and (card.in_stock or self._ask.among is not None)

    def _decision(self, found: Sequence[Candidate], placed: Sequence[Placed], rulebook: str) -> Decision:
        shown = {one.candidate.key for one in placed}
        names = self._names([one.key for one in found if one.key not in shown])
        options = [
            replace(
                _option(one.candidate, self._cards[one.candidate.key], one),
                team=self._teams.get(one.candidate.key, ""),
            )
            for one in placed
        ]
        options += [_option(one, names[one.key]) for one in found if one.key in names]
        reader = self._looker if self._looker.personal else EVERYONE
        return Decision(
            self._id, clock.now(), self._ask.spot, reader.person, reader.visitor, reader.session,
            self._model.card.version if self._model else "", rulebook, self._arm.label, tuple(options),
            self._store,
        )  # fmt: skip

    @property
    def _store(self) -> str | None:
        """The store whose page it is, by public id."""
        stores = {card.store_public_id for card in self._cards.values() if card.store_id == self._ask.store}
        return next(iter(stores), None)

    def _names(self, keys: Sequence[int]) -> dict[int, Card | Named]:
        """Public ids of products that were not shown, as far as the model knows them."""
        if self._model is None or not keys:
            return {key: self._cards[key] for key in keys if key in self._cards}
        return {key: Named(*names) for key, names in self._model.shelf.named(keys).items()}


@dataclass(frozen=True, slots=True)
class Named:
    """Public ids of a product and its store."""

    public_id: str
    store_public_id: str


def _option(candidate: Candidate, named: Card | Named, placed: Placed | None = None) -> Option:
    return Option(
        named.public_id,
        named.store_public_id,
        placed.final if placed else candidate.score,
        placed.place if placed else None,
        placed.propensity if placed else 1.0,
        candidate.score,
        candidate.parts,
        {one.rule: one.times for one in placed.factors} if placed else {},
        placed.moved_by if placed else "",
        candidate.source,
    )


def _without_model(ask: Ask) -> list[Candidate]:
    """Before the first training: what is sold most, or the order of the words; nothing goes with anything yet."""
    if ask.among is not None:
        keys, prior = list(dict.fromkeys(ask.among)), ask.prior or {}
        steps = [prior.get(key, 1 - place / max(len(keys), 1)) for place, key in enumerate(keys)]
        return [
            Candidate(key, score, source="words", parts={"words": score})
            for key, score in zip(keys, steps, strict=True)
        ]
    if ask.near is not None:
        return []
    found = popular(ask.most, store=ask.store, categories=ask.categories)
    most = max((card.sold_count for card in found), default=0) or 1
    return [
        Candidate(
            card.pk, card.sold_count / most, card.store_id, None, card.category_id, source="popularity",
            parts={"popularity": card.sold_count / most},
        )
        for card in found
    ]  # fmt: skip
