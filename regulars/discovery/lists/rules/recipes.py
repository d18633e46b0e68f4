"""How the machine makes a list: who may stand on it, in what order, and why. The same goods give the same list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log1p, sqrt

from regulars.discovery.lists.rules.goods import Good, Shop
from regulars.discovery.lists.rules.seasons import in_season

PER_STORE = 2
NEW = timedelta(days=30)
LEAST_SOLD = 3
SMALL_SHARE = 0.5
Key = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a list asks of its recipe: the moment, how many places, how many of one store."""

    now: datetime
    size: int = 24
    per_store: int = PER_STORE
    shops: Sequence[Shop] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """A place on a list: the key of a product or a store, and the reason with its figures."""

    key: int
    why: str
    figures: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A way to make lists. `kind` is what stands on them; `standing`: the market has one such list by itself."""

    name: str
    kind: str
    theme: str
    titles: tuple[str, str]
    intros: tuple[str, str]
    standing: bool
    make: Callable[[Iterable[Good], Wish], list[Pick]]


def spread(ranked: Iterable[tuple[int, Pick]], wish: Wish) -> list[Pick]:
    """The first of the ranked (store, pick) that fit, no more than `per_store` of one store."""
    seen: Counter[int] = Counter()
    kept: list[Pick] = []
    for store, pick in ranked:
        if len(kept) >= wish.size:
            break
        if seen[store] < wish.per_store:
            seen[store] += 1
            kept.append(pick)
    return kept


def _ranked(
    goods: Iterable[Good], score: Callable[[Good], float], why: Callable[[Good], Pick], wish: Wish
) -> list[Pick]:
    """Best first; equals by key, so that the list does not flicker."""
    scored = sorted(((score(one), one) for one in goods), key=lambda pair: (-pair[0], pair[1].key))
    return spread(((one.store, why(one)) for points, one in scored if points > 0), wish)


def growth(now: int, before: int) -> float:
    """How much more was sold than before, in standard deviations of counts (Anscombe's square root); 0 for less."""
    return max(0.0, 2 * (sqrt(now + 3 / 8) - sqrt(before + 3 / 8)))


def rising(goods: Iterable[Good], wish: Wish) -> list[Pick]:
    """Sold more often in the last seven days than in the seven before, at least three times."""
    return _ranked(
        (one for one in goods if one.now >= LEAST_SOLD),
        lambda one: growth(one.now, one.before),
        lambda one: Pick(one.key, "rising", {"now": one.now, "before": one.before}),
        wish,
    )


def best(goods: Iterable[Good], wish: Wish) -> list[Pick]:
    """Sold most; what was sold in the last two weeks counts again."""
    return _ranked(
        goods,
        lambda one: log1p(one.sold) + log1p(one.now + one.before),
        lambda one: Pick(one.key, "best", {"sold": one.sold}),
        wish,
    )


def new_and_small(goods: Iterable[Good], wish: Wish) -> list[Pick]:
    """Published in the last 30 days by stores of the smaller half; the newest first."""
    small = small_stores(wish.shops)
    since = wish.now - NEW
    return _ranked(
        (one for one in goods if one.store in small and since <= one.published_at <= wish.now),
        lambda one: one.published_at.timestamp(),
        lambda one: Pick(one.key, "new", {"days": (wish.now - one.published_at).days}),
        wish,
    )


def small_stores(shops: Sequence[Shop]) -> set[int]:
    """The half of the stores that sold least; of equals all, unless everybody is equal."""
    if not shops:
        return set()
    counts = sorted(shop.sold for shop in shops)
    middle = counts[int((len(counts) - 1) * SMALL_SHARE)]
    return {shop.key for shop in shops if shop.sold <= middle}


def season(goods: Iterable[Good], wish: Wish) -> list[Pick]:
    """What the time of the year calls for, by words of title and category; sold most first."""
    found = {one.key: word for one in goods if (word := in_season(one.words, wish.now.date()))}
    return _ranked(
        (one for one in goods if one.key in found),
        lambda one: 1 + log1p(one.sold),
        lambda one: Pick(one.key, "season", {"word": found[one.key]}),
        wish,
    )


def good_stores(goods: Iterable[Good], wish: Wish) -> list[Pick]:
    """Stores whose buyers come again: the lower end of the 80 % interval of that share (Wilson, z 1.28)."""
    scored = sorted(((again_share(shop), shop) for shop in wish.shops), key=lambda pair: (-pair[0], pair[1].key))
    return [
        Pick(shop.key, "again", {"again": shop.again, "buyers": shop.buyers})
        for points, shop in scored[: wish.size]
        if points > 0 and shop.goods
    ]


def again_share(shop: Shop) -> float:
    """The share of buyers who bought again, on the safe side: few buyers prove little."""
    n, z = shop.buyers, 1.28
    if not n or not shop.again:
        return 0.0
    p = shop.again / n
    return (p + z * z / (2 * n) - z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n)


RECIPES: dict[str, Recipe] = {
    one.name: one
    for one in (
        Recipe(
            "rising", "products", "rising", ("Rising this week", "本周上升"),
            ("Sold more often in the last seven days than in the seven before.", "近七天比前七天卖得更多。"), True, rising,
        ),
        Recipe(
            "new", "products", "new", ("New from small stores", "小店新品"),
            ("Fresh on the shelf, from stores that few know yet.", "刚上架，来自还没多少人认识的小店。"), True, new_and_small,
        ),
        Recipe(
            "season", "products", "season", ("For this season", "当季好物"),
            ("What the time of the year calls for.", "这个时节用得上的东西。"), True, season,
        ),
        Recipe(
            "stores", "stores", "good-stores", ("Stores people return to", "回头客多的店"),
            ("Of those who bought, many came again.", "买过的人，很多又来了。"), True, good_stores,
        ),
        Recipe(
            "best", "products", "must-buy", ("Best of the shelf", "货架精选"),
            ("What sold best within the category and the price.", "该类目与价位里卖得最好的。"), False, best,
        ),
    )
}  # fmt: skip


def made(recipe: Recipe, goods: Sequence[Good], wish: Wish) -> list[Pick]:
    """The list of a recipe."""
    return recipe.make(goods, wish)
