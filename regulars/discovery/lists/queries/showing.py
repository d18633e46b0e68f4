"""Lists as shoppers see them, in a few questions whatever the length."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from regulars.discovery.lists.models import List, ListEntry, Showing
from regulars.goods.catalog.queries import Card, cards, for_shoppers, said
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import Store, open_stores, open_stores_by_key

COVERS = 3
LEAST = 1


@dataclass(frozen=True, slots=True)
class Place:
    """What stands on a list, a product or a store, and why, in the reader's language."""

    card: Card | None
    store: Store | None
    why: str


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list with its places, in the reader's language. `cover` names a picture or is empty."""

    pk: int
    public_id: str
    slug: str
    title: str
    intro: str
    scene: str
    theme: str
    kind: str
    author: str
    cover: str
    changed_at: datetime
    places: tuple[Place, ...]

    @property
    def cards(self) -> list[Card]:
        """Its products."""
        return [place.card for place in self.places if place.card]

    @property
    def stores(self) -> list[Store]:
        """Its stores."""
        return [place.store for place in self.places if place.store]


@dataclass(frozen=True, slots=True)
class ListCard:
    """A list among others. `covers` name the pictures of what comes first on it; `count` is what can be seen there."""

    pk: int
    public_id: str
    slug: str
    title: str
    intro: str
    scene: str
    theme: str
    kind: str
    count: int
    covers: tuple[str, ...]


def for_readers() -> QuerySet[List]:
    """Lists published now, in their order."""
    now = clock.now()
    open_now = Showing.objects.filter(
        Q(until=None) | Q(until__gt=now), list=OuterRef("pk"), ended_at=None, since__lte=now
    )
    return List.objects.filter(Exists(open_now), dropped_at=None).order_by("position", "-changed_at", "pk")


def published(name: str, *, most: int = 50) -> ShownList:
    """A list published now, by its address or public id. What was retired or hidden is not on it. Raises NotFound."""
    row = for_readers().filter(Q(slug=name) | Q(public_id=name)).first()
    if row is None:
        raise NotFound()
    return shown_list(row, most)


def shown_list(row: List, most: int = 50) -> ShownList:
    """A list as it would be shown, published or not; two questions."""
    return ShownList(
        pk=row.pk,
        public_id=row.public_id,
        slug=row.slug,
        title=said(row.title, row.title_zh),
        intro=said(row.intro, row.intro_zh),
        scene=row.scene,
        theme=row.theme,
        kind=row.kind,
        author=row.author_kind,
        cover=row.cover,
        changed_at=row.changed_at,
        places=tuple(_places(row))[:most],
    )


def _places(row: List) -> list[Place]:
    entries = list(ListEntry.objects.across_stores("a list holds things of many stores").filter(list=row))
    entries.sort(key=lambda one: (one.position, one.pk))
    whys = [said(one.why, one.why_zh) for one in entries]
    if row.kind == "stores":
        stores = open_stores_by_key(one.store_id for one in entries)
        found = [(stores.get(one.store_id), why) for one, why in zip(entries, whys, strict=True)]
        return [Place(None, store, why) for store, why in found if store]
    keys = [one.product_id for one in entries if one.product_id]
    shown = {card.pk: card for card in cards(keys)} if keys else {}
    goods = [(shown.get(one.product_id or 0), why) for one, why in zip(entries, whys, strict=True)]
    return [Place(card, None, why) for card, why in goods if card]


def shown(
    *, limit: int = 12, category: int | None = None, kind: str = "", scene: str = "", theme: str = ""
) -> list[ListCard]:
    """Lists published now on which something can be seen; of a category (key): those made for it, or above it."""
    rows = for_readers()
    if category is not None:
        rows = rows.filter(Q(category_id=category) | Q(category__path__contains=f"/{category}/"))
    wanted = {name: value for name, value in (("kind", kind), ("scene", scene), ("theme", theme)) if value}
    return list_cards(rows.filter(**wanted)[: limit * 2])[:limit]


def cards_of(keys: Collection[int]) -> list[ListCard]:
    """Cards of those of these lists (keys) that are published, in the order given."""
    found = {card.pk: card for card in list_cards(for_readers().filter(pk__in=list(keys)))} if keys else {}
    return [found[key] for key in keys if key in found]


def list_cards(rows: Iterable[List]) -> list[ListCard]:
    """The lists that have something on them as cards; two questions more."""
    lists = list(rows)
    seen = _seen([row.pk for row in lists]) if lists else {}
    return [_card(row, *seen[row.pk]) for row in lists if seen.get(row.pk, (0, ()))[0] >= LEAST]


def _card(row: List, count: int, covers: tuple[str, ...]) -> ListCard:
    return ListCard(
        pk=row.pk,
        public_id=row.public_id,
        slug=row.slug,
        title=said(row.title, row.title_zh),
        intro=said(row.intro, row.intro_zh),
        scene=row.scene,
        theme=row.theme,
        kind=row.kind,
        count=count,
        covers=((row.cover,) if row.cover else covers)[:COVERS],
    )


def _seen(keys: Collection[int]) -> dict[int, tuple[int, tuple[str, ...]]]:
    """By list, how much can be seen on it and the first pictures; one question."""
    order = {"partition_by": F("list_id"), "order_by": [F("position").asc(), F("pk").asc()]}
    rows = (
        ListEntry.objects.across_stores("a list holds things of many stores")
        .filter(list_id__in=keys)
        .filter(Q(product__in=for_shoppers()) | Q(product=None, store__in=open_stores()))
        .annotate(turn=Window(RowNumber(), **order))  # type: ignore[arg-type]
        .order_by("list_id", "turn")
        .values_list("list_id", "turn", "product__cover", "store__logo")
    )
    found: dict[int, tuple[int, tuple[str, ...]]] = {}
    for key, turn, cover, logo in rows:
        _count, covers = found.get(key, (0, ()))
        picture = cover or logo
        found[key] = (turn, (*covers, picture) if picture and len(covers) < COVERS else covers)
    return found


def choices() -> list[tuple[str, str]]:
    """Published lists as choices of a form: public id and title."""
    return [(row.public_id, said(row.title, row.title_zh)) for row in for_readers()[:200]]


def list_addresses(most: int = 1000) -> list[tuple[str, datetime]]:
    """Slugs of published lists and when each was last changed: the map for search engines."""
    return list(for_readers().values_list("slug", "changed_at")[:most])
