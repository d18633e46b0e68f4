"""How a store's goods are placed, and what would place them better."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from regulars.discovery.decisions.rules import Decision, Option
from regulars.discovery.ranking.rules.nouns import Candidate
from regulars.discovery.ranking.rules.rerunning import Traits, rerun, with_part
from regulars.discovery.ranking.rules.rulebook import Rulebook

# Means of fewer would tell what one rival's good is worth to one reader.
FEWEST_ABOVE = 20

Clicked = Callable[[str, str], bool]


@dataclass(slots=True)
class Card:
    """One good, or all of a store: offered so often, shown so often at these places of these spots, clicked so often.

    `parts` are mean parts of the base score, `above` those of what stood directly above; `rules` count what moved it.
    """

    offered: int = 0
    shown: int = 0
    clicks: int = 0
    places: Counter[int] = field(default_factory=Counter)
    spots: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    factors: dict[str, float] = field(default_factory=dict)
    parts: dict[str, float] = field(default_factory=dict)
    above: dict[str, float] = field(default_factory=dict)
    above_factors: dict[str, float] = field(default_factory=dict)
    seen_above: int = 0

    @property
    def mean_place(self) -> float | None:
        """The mean place, from 1; None when it was never shown."""
        return sum((at + 1) * many for at, many in self.places.items()) / self.shown if self.shown else None

    @property
    def tells_above(self) -> bool:
        """Whether enough stood above for their means to be told to the store."""
        return self.seen_above >= FEWEST_ABOVE

    def add(self, decision: Decision, option: Option, above: Option | None, clicked: bool) -> None:
        """Count one time it was offered."""
        self.offered += 1
        _blend(self.parts, option.parts, self.offered)
        if option.place is None:
            return
        self.shown += 1
        self.clicks += clicked
        self.places[option.place] += 1
        self.spots[decision.spot] += 1
        self.rules[option.moved_by] += 1
        self.factors.update(option.factors)
        if above is not None:
            self.seen_above += 1
            _blend(self.above, above.parts, self.seen_above)
            _blend(self.above_factors, above.factors, self.seen_above)


def _blend(means: dict[str, float], values: Mapping[str, float], number: int) -> None:
    """Take the `number`-th values into running means; what is not named counts as 0."""
    for name in means.keys() | values.keys():
        old = means.get(name, 0.0)
        means[name] = old + (values.get(name, 0.0) - old) / number


def cards(decisions: Iterable[Decision], store: str, clicked: Clicked) -> dict[str, Card]:
    """The cards of a store's goods, by product; the store's own as "". Ids are public."""
    found: dict[str, Card] = {"": Card()}
    for decision in decisions:
        shown = decision.shown
        for option in decision.options:
            if option.store != store:
                continue
            above = shown[option.place - 1] if option.place else None
            hit = clicked(decision.id, option.product)
            for name in ("", option.product):
                found.setdefault(name, Card()).add(decision, option, above, hit)
    return found


def shares_of_parts(decisions: Iterable[Decision]) -> list[tuple[str, float]]:
    """The share each part has in the base scores of what was shown, the greatest first; they sum to 1."""
    sums: dict[str, float] = defaultdict(float)
    for decision in decisions:
        for option in decision.shown:
            for name, value in option.parts.items():
                sums[name] += abs(value)
    total = sum(sums.values())
    return [(name, value / total) for name, value in sorted(sums.items(), key=lambda one: -one[1]) if value]


@dataclass(frozen=True, slots=True)
class Lever:
    """A part brought to `target`, the level of the best quarter shown: mean place before and after, shown before, after.

    Places count from 1; where it is not shown, the place after the last counts.
    """

    part: str
    value: float
    target: float
    before: float
    after: float
    shown_before: int
    shown_after: int

    @property
    def gain(self) -> float:
        """Places won on average."""
        return self.before - self.after


def levers(
    decisions: Sequence[Decision],
    product: str,
    traits: Mapping[str, Traits],
    book: Rulebook,
    shelter: AbstractSet[int],
) -> list[Lever]:
    """What each part of the score would bring a product if it were as good as in the best quarter shown, best first.

    Found by placing the decisions in which it was offered anew, with nothing else changed.
    """
    offered = [(one, _of(one, product)) for one in decisions]
    mine = [(one, option) for one, option in offered if option is not None and product in traits]
    names = sorted({name for _one, option in mine for name in option.parts})
    now = [_place(one, product, traits, book, shelter) for one, _option in mine]
    found = [_lever(name, mine, now, product, traits, book, shelter) for name in names]
    return sorted((one for one in found if one.target > one.value), key=lambda one: (-one.gain, one.part))


def _of(decision: Decision, product: str) -> Option | None:
    return next((one for one in decision.options if one.product == product), None)


def _lever(
    name: str,
    mine: Sequence[tuple[Decision, Option]],
    now: Sequence[tuple[int, bool]],
    product: str,
    traits: Mapping[str, Traits],
    book: Rulebook,
    shelter: AbstractSet[int],
) -> Lever:
    targets = [max(best_quarter(one, name), option.parts.get(name, 0.0)) for one, option in mine]
    then = [
        _place(one, product, traits, book, shelter, (name, target))
        for (one, _option), target in zip(mine, targets, strict=True)
    ]
    many = len(mine)
    return Lever(
        name,
        sum(option.parts.get(name, 0.0) for _one, option in mine) / many,
        sum(targets) / many,
        sum(at for at, _shown in now) / many + 1,
        sum(at for at, _shown in then) / many + 1,
        sum(shown for _at, shown in now),
        sum(shown for _at, shown in then),
    )


def best_quarter(decision: Decision, part: str) -> float:
    """The value of a part that a quarter of what was shown reaches."""
    values = sorted((one.parts.get(part, 0.0) for one in decision.shown), reverse=True)
    return values[(len(values) - 1) // 4] if values else 0.0


def _place(
    decision: Decision,
    product: str,
    traits: Mapping[str, Traits],
    book: Rulebook,
    shelter: AbstractSet[int],
    part: tuple[str, float] | None = None,
) -> tuple[int, bool]:
    """Where a product stands when the decision is placed anew, and whether it is shown."""
    key = traits[product].key

    def change(one: Candidate) -> Candidate:
        return with_part(one, *part) if part and one.key == key else one

    placed = rerun(decision, traits, book, shelter, change)
    at = next((one.place for one in placed if one.candidate.key == key), None)
    return (len(placed), False) if at is None else (at, True)
