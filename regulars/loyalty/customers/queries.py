"""Questions about a store's own customers, starting from the store or the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import Page, page
from regulars.ground.kit.queries import audit_trail
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.streams import Found, Older
from regulars.loyalty.customers.models import Consent
from regulars.loyalty.customers.models import Note as Note
from regulars.loyalty.customers.models import Relation as Relation
from regulars.loyalty.customers.rules import LAPSED_AFTER, mask_email, stage
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import open_stores

Group = Literal["", "followers", "buyers", "repeat", "lapsed", "visitors"]
OPENED = "customers.open_contact"
OPEN_FOR = timedelta(minutes=15)
SORTS = {"recent": "-last_touch_at", "value": "-paid_minor", "orders": "-orders_count"}


@dataclass(frozen=True, slots=True)
class Filters:
    """How the list of customers is narrowed.

    `origin`: how they met; `allows`: a channel over which the person's last word, for some purpose, was yes;
    `seen_since`: the last time they met is not before it.
    """

    group: Group = ""
    words: str = ""
    origin: str = ""
    allows: str = ""
    seen_since: datetime | None = None
    among: QuerySet[Any, int] | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as the store sees one: contact masked, amounts in minor units."""

    relation: Relation
    name: str
    email: str
    stage: str


def groups() -> dict[str, Q]:
    """Each group of the list as a condition on relations."""
    since = clock.now() - LAPSED_AFTER
    return {
        "": Q(),
        "followers": Q(followed_at__isnull=False),
        "buyers": Q(orders_count__gt=0),
        "repeat": Q(orders_count__gt=1),
        "lapsed": Q(orders_count__gt=0, last_order_at__lt=since),
        "visitors": Q(orders_count=0, followed_at=None),
    }


def customers_of(
    store: Store, filters: Filters | None = None, *, sort: str = "recent", cursor: str = "", size: int = 50
) -> Page[Customer]:
    """The store's customers. Words are looked for in names; whole e-mails and public ids match too."""
    chosen = filters or Filters()
    rows = Relation.objects.of(store).select_related("person")
    rows = rows.filter(groups().get(chosen.group, Q()), _words(chosen.words), _narrowed(chosen))
    found = page(rows, by=SORTS.get(sort, SORTS["recent"]), cursor=cursor, size=size)
    return found.map(lambda relations: [_customer(row) for row in relations])


def _narrowed(filters: Filters) -> Q:
    wanted = Q(origin=filters.origin) if filters.origin else Q()
    if filters.seen_since is not None:
        wanted &= Q(last_touch_at__gte=filters.seen_since)
    if filters.among is not None:
        wanted &= Q(person_id__in=filters.among)
    return wanted & Q(_allowing(filters.allows)) if filters.allows else wanted


def _allowing(channel: str) -> Exists:
    """A permission over the channel that was not taken back afterwards."""
    back = Consent.objects.filter(
        relation=OuterRef("relation"), channel=channel, purpose=OuterRef("purpose"), granted=False,
        pk__gt=OuterRef("pk"),
    )  # fmt: skip
    given = Consent.objects.filter(relation=OuterRef("pk"), channel=channel, granted=True)
    return Exists(given.filter(~Exists(back)))


def _words(words: str) -> Q:
    text = " ".join(words.split())[:80]
    if not text:
        return Q()
    # Part of an e-mail must not match: that would spell out a masked address letter by letter.
    return Q(person__name__icontains=text) | Q(public_id=text) | _buyer_with(text)


def _buyer_with(email: str) -> Q:
    """A whole e-mail finds those who ordered with it: a visitor's address stays theirs."""
    return Q(person__email=email.lower(), orders_count__gt=0)


def _customer(row: Relation) -> Customer:
    where = stage(row.orders_count, row.last_order_at, row.followed_at is not None, clock.now())
    return Customer(row, row.person.name, mask_email(row.person.email), where)


def customer_of(store: Store, relation_public_id: str) -> Customer:
    """One of the store's customers. Raises NotFound."""
    row = Relation.objects.of(store).select_related("person").filter(public_id=relation_public_id).first()
    if row is None:
        raise NotFound()
    return _customer(row)


def relation_of(store: Store | int, person_id: int | None) -> Relation | None:
    """The relation of the pair, if they have met."""
    if person_id is None:
        return None
    return Relation.objects.of(store).select_related("person").filter(person_id=person_id).first()


def counts_of(store: Store) -> dict[str, int]:
    """How many customers are in each group ("all" for the whole list), and paid and refunded minor units."""
    named = {name or "all": Count("pk", filter=condition) for name, condition in groups().items()}
    sums = {
        "paid_minor": Coalesce(Sum("paid_minor"), 0),
        "refunded_minor": Coalesce(Sum("refunded_minor"), 0),
    }
    found: dict[str, int] = Relation.objects.of(store).aggregate(**named, **sums)
    return found


def notes(store: Store, relation_public_id: str) -> QuerySet[Note]:
    """What the store wrote down about one customer, newest first."""
    return Note.objects.of(store).filter(relation__public_id=relation_public_id).order_by("-id")


def contact_is_open(by: Actor, store: Store, relation: Relation) -> bool:
    """Whether this member of staff opened what the store knows of the customer within OPEN_FOR. One query."""
    lately = audit_trail(store.pk, OPENED).filter(person_id=by.person_id, at__gt=clock.now() - OPEN_FOR)
    return any(entry.note.get("relation") == relation.public_id for entry in lately[:200])


def met(relation: Relation, older: Older) -> list[Found]:
    """When the two met and the person began or ceased to follow; `row` is "met", "followed" or "left"."""
    told = (
        (relation.first_touch_at, 1, "met"),
        (relation.followed_at, 2, "followed"),
        (relation.left_at, 3, "left"),
    )
    return older.among(Found(at, key, name) for at, key, name in told if at is not None)


def notes_written(store: Store, relation: Relation, older: Older) -> list[Found]:
    """What the store's staff wrote down about a customer. One query."""
    return older.of(Note.objects.of(store).filter(relation=relation), "at")


def said(store: Store, relation: Relation, older: Older) -> list[Found]:
    """Each permission the customer gave or took back. One query."""
    return older.of(Consent.objects.filter(relation=relation, relation__store=store), "at")


def consents(store: Store, relation_public_id: str) -> dict[tuple[str, str], Consent]:
    """What the customer last said about each purpose and channel."""
    own = Relation.objects.of(store).filter(public_id=relation_public_id)
    said = Consent.objects.filter(relation__in=own).order_by("at", "id")
    return {(row.purpose, row.channel): row for row in said}


def allows(store: Store | int, person_id: int | None, purpose: str, channel: str) -> bool:
    """Whether the person's last word on this purpose and channel was yes."""
    if person_id is None:
        return False
    own = Relation.objects.of(store).filter(person_id=person_id)
    rows = Consent.objects.filter(relation__in=own, purpose=purpose, channel=channel)
    last = rows.order_by("-at", "-id").first()
    return last is not None and last.granted


def allows_any(store: Store | int, person_id: int, channel: str) -> bool:
    """Whether the person's last word over a channel was yes for some purpose. One query."""
    return Relation.objects.of(store).filter(_allowing(channel), person_id=person_id).exists()


def allowing(store: Store | int, people: Iterable[int], purpose: str, channel: str) -> set[int]:
    """Which of these people (by key) said yes with their last word on this purpose and channel."""
    own = Relation.objects.of(store).filter(person_id__in=list(people))
    said = Consent.objects.filter(relation__in=own, purpose=purpose, channel=channel)
    last = dict(said.order_by("at", "id").values_list("relation__person_id", "granted"))
    return {key for key, granted in last.items() if granted}


def relations_of(store: Store | int, people: Iterable[int]) -> dict[int, Relation]:
    """What the store and each of these people are to each other, by the person's key."""
    return {row.person_id: row for row in Relation.objects.of(store).filter(person_id__in=list(people))}


def last_words(person_id: int) -> dict[tuple[int, str, str], Consent]:
    """What a person last said to each store (by key) on each purpose and channel."""
    said = Consent.objects.filter(relation__person_id=person_id).select_related("relation")
    return {(row.relation.store_id, row.purpose, row.channel): row for row in said.order_by("at", "id")}


def stores_met(person_id: int) -> list[Relation]:
    """A person's relations with all stores, the latest meeting first."""
    mine = Relation.objects.across_stores("one person's own relations").filter(person_id=person_id)
    return list(mine.select_related("store").order_by("-last_touch_at", "-id"))


def relations_with(person_id: int, stores: Iterable[int]) -> dict[int, Relation]:
    """What a person and each of these stores (by key) are to each other, by the store's key."""
    mine = Relation.objects.across_stores("one person's own relations").filter(person_id=person_id)
    return {row.store_id: row for row in mine.filter(store_id__in=list(stores))}


def store_met(person_id: int, slug: str) -> Store:
    """A store the person has to do with, open or not, by its address. Raises NotFound."""
    found = Store.objects.filter(slug=slug, relations__person_id=person_id).first()
    if found is None:
        raise NotFound()
    return found


def followed_stores(person_id: int | None) -> QuerySet[Store]:
    """The open stores a person follows, the latest first; nobody follows none."""
    if person_id is None:
        return Store.objects.none()
    mine = Q(relations__person_id=person_id, relations__followed_at__isnull=False)
    return open_stores().filter(mine).order_by("-relations__followed_at")


def followed_store_keys(person_id: int, limit: int = 50) -> list[int]:
    """Keys of the stores a person follows, the latest first; closed ones too."""
    rows = Relation.objects.across_stores("one person's own relations").filter(
        person_id=person_id, followed_at__isnull=False
    )
    return list(rows.order_by("-followed_at").values_list("store_id", flat=True)[:limit])


def closed_stores(person_id: int) -> QuerySet[Store]:
    """Stores a person follows that closed for good or for a while, the latest first."""
    mine = Q(relations__person_id=person_id, relations__followed_at__isnull=False)
    return Store.objects.filter(mine, closed_at__isnull=False).order_by("-closed_at")


def follows(person_id: int | None, store: Store | int) -> bool:
    """Whether the person follows the store."""
    if person_id is None:
        return False
    return Relation.objects.of(store).filter(person_id=person_id, followed_at__isnull=False).exists()


def followers_of(store_ids: Iterable[int]) -> dict[int, int]:
    """How many people follow each of these stores, by key; one question. Stores without any are left out."""
    rows = Relation.objects.across_stores("how many, not who").filter(store_id__in=list(store_ids))
    counted = rows.filter(followed_at__isnull=False).order_by().values_list("store_id")
    return dict(counted.annotate(many=Count("pk")))


def gained_by_day(store: Store, since: datetime, zone: ZoneInfo) -> dict[str, dict[date, int]]:
    """Per day in `zone`: `buyers` who paid for the first time, `followers` who came then and are still there.

    Two queries.
    """
    own = Relation.objects.of(store).order_by()
    return {
        name: dict(
            own.filter(**{f"{column}__gte": since})
            .values_list(TruncDate(column, tzinfo=zone))
            .annotate(many=Count("pk"))
        )
        for name, column in (("buyers", "first_order_at"), ("followers", "followed_at"))
    }
