"""Questions about stores and places in them, starting from the viewer."""

from __future__ import annotations

from collections.abc import Iterable

from django.core import signing
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from regulars.ground.engines.cache import shared
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.queries import audit_trail
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Invitation, Market, Suspension
from regulars.people.merchants.models import Staff as Staff
from regulars.people.merchants.models import Store as Store

MARKET_CACHE = "market"
MARKET_SECONDS = 1
INVITATION = "regulars.merchants.invitation"


def market() -> Market:
    """The one market, for reading; its settings are read at most once a second per process."""
    found: Market | None = shared(MARKET_CACHE)
    if found is None:
        found = _markets.first() or Market()
        cache.set(MARKET_CACHE, found, MARKET_SECONDS)
    return found


@statement
def _markets() -> QuerySet[Market, Market]:
    return Market.objects.order_by("id")


def open_stores() -> QuerySet[Store]:
    """Stores a shopper may see: neither closed nor suspended."""
    suspended = Suspension.objects.filter(lifted_at=None, store=OuterRef("pk"))
    return Store.objects.filter(~Exists(suspended), closed_at=None)


def open_stores_called(words: str) -> QuerySet[Store]:
    """Open stores whose name or city holds `words`; all of them for none."""
    rows = open_stores()
    if not words:
        return rows
    return rows.filter(Q(name__icontains=words) | Q(name_zh__icontains=words) | Q(city__icontains=words))


def open_stores_selling_in(currency: str, most: int) -> list[Store]:
    """The first open stores of a currency, by name."""
    return list(open_stores().filter(currency=currency).order_by("name")[:most])


def open_stores_by_key(keys: Iterable[int]) -> dict[int, Store]:
    """Those of these stores that are open, by key; none when none are asked for."""
    wanted = set(keys)
    return {row.pk: row for row in open_stores().filter(pk__in=wanted)} if wanted else {}


def store_for_shoppers(slug: str) -> Store:
    """An open store by its address. Raises NotFound."""
    found = open_stores().filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def store_by_slug(slug: str) -> Store:
    """A store by its address, open or not. Raises NotFound."""
    found = Store.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def resting_store(slug: str) -> Store | None:
    """The store at this address while shoppers may not enter it: suspended or closed."""
    return Store.objects.filter(slug=slug).exclude(pk__in=open_stores().values("pk")).first()


def place(person_id: int | None, store_public_id: str) -> tuple[Store, Actor]:
    """The store and the person as its staff. Raises NotFound for anybody who does not work there."""
    found = (
        Staff.objects.select_related("store")
        .filter(person_id=person_id, store__public_id=store_public_id, ended_at=None)
        .first()
        if person_id
        else None
    )
    if found is None:
        raise NotFound()
    return found.store, staff_actor(found)


def staff_actor(staff: Staff) -> Actor:
    """A current place in a store as an actor."""
    return Actor("staff", staff.person_id, staff.store_id, frozenset(staff.rights), staff.role)


def stores_of(person_id: int | None) -> QuerySet[Store]:
    """The stores a person works in."""
    if person_id is None:
        return Store.objects.none()
    return Store.objects.filter(staff__person_id=person_id, staff__ended_at=None).order_by("name")


def staff_of(store: Store) -> QuerySet[Staff]:
    """Everybody who works in the store, longest first."""
    return Staff.objects.filter(store=store, ended_at=None).select_related("person").order_by("since")


def invitations_of(store: Store) -> QuerySet[Invitation]:
    """Invitations that still wait for an answer, the latest first."""
    waiting = Invitation.objects.of(store).filter(closed_at=None, expires_at__gt=clock.now())
    return waiting.order_by("-pk")


def waiting_invitation(public_id: str) -> Invitation | None:
    """The invitation while it waits for an answer: for its letter."""
    rows = Invitation.objects.across_stores("the letter is written from the invitation's own id")
    waiting = rows.filter(public_id=public_id, closed_at=None, expires_at__gt=clock.now())
    return waiting.select_related("store").first()


def invited(token: str) -> Invitation:
    """The open invitation that a letter's link names.

    Raises NotFound for a wrong link, an invitation that is over, and one whose sender may invite no more.
    """
    try:
        public_id, email = signing.loads(token, salt=INVITATION)
    except (signing.BadSignature, TypeError, ValueError):
        raise NotFound()
    row = waiting_invitation(str(public_id))
    if row is None or row.email != email or not _may_still_invite(row):
        raise NotFound()
    return row


def _may_still_invite(row: Invitation) -> bool:
    if row.invited_by_id is None:
        return True
    sender = Staff.objects.filter(store=row.store, person_id=row.invited_by_id, ended_at=None).first()
    return sender is not None and "staff" in sender.rights


def staff_names(store: Store) -> dict[int, str]:
    """Names of everybody who works or worked in the store, by person."""
    return dict(Staff.objects.filter(store=store).values_list("person_id", "person__name"))


def works_in(store: Store, person_id: int) -> bool:
    """Whether the person works in the store now."""
    return Staff.objects.filter(store=store, person_id=person_id, ended_at=None).exists()


def suspension_of(store: Store) -> Suspension | None:
    """The suspension that keeps shoppers out now."""
    return Suspension.objects.filter(store=store, lifted_at=None).first()


def fields_changed(store: Store) -> set[str]:
    """Which of the store's own fields its staff ever saved, from the last 200 times."""
    saved = audit_trail(store.pk, "merchants.change_store").values_list("note", flat=True)[:200]
    return {field for note in saved for field in note.get("changed", ())}


def open_store_named(name: str) -> Store | None:
    """The oldest open store of that name."""
    return open_stores().filter(name=name).order_by("pk").first()


def any_open_store() -> bool:
    """Whether the market has an open store."""
    return open_stores().exists()


def addresses_like(stem: str) -> set[str]:
    """The addresses of stores, open or not, that begin with `stem`."""
    return set(Store.objects.filter(slug__startswith=stem).values_list("slug", flat=True))


def public_ids(keys: Iterable[int]) -> dict[int, str]:
    """Public ids of stores by key."""
    return dict(Store.objects.filter(pk__in=list(keys)).values_list("pk", "public_id"))


def stores_by_ref(refs: Iterable[str]) -> dict[str, int]:
    """Keys of stores by the reference an import gave them."""
    wanted = [ref for ref in refs if ref]
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        part = Store.objects.filter(external_ref__in=wanted[start : start + 500])
        found |= dict(part.values_list("external_ref", "pk"))
    return found


def stores_by_key(keys: Iterable[int]) -> dict[int, Store]:
    """Stores by key."""
    return Store.objects.in_bulk(list(keys))


def any_store(name: str) -> Store:
    """A store by public id, address or whole name, open or not: for operators and the command line.

    Raises NotFound, also for a name that several stores have.
    """
    found = Store.objects.filter(Q(public_id=name) | Q(slug=name)).first()
    if found is None:
        called = list(Store.objects.filter(name__iexact=name)[:2])
        found = called[0] if len(called) == 1 else None
    if found is None:
        raise NotFound()
    return found


def stores_for_console(words: str = "", state: str = "") -> QuerySet[Store]:
    """All stores with `suspended` (whether they are now), narrowed by name, city or address.

    `state`: "", or one of open, suspended, closed.
    """
    suspended = Exists(Suspension.objects.filter(lifted_at=None, store=OuterRef("pk")))
    rows = Store.objects.annotate(suspended=suspended)
    text = " ".join(words.split())[:80]
    if text:
        named = Q(name__icontains=text) | Q(name_zh__icontains=text) | Q(slug__icontains=text)
        rows = rows.filter(named | Q(city__icontains=text) | Q(public_id=text))
    return {
        "open": rows.filter(suspended=False, closed_at=None),
        "suspended": rows.filter(suspended=True),
        "closed": rows.filter(closed_at__isnull=False),
    }.get(state, rows)


def store_totals() -> dict[str, int]:
    """How many stores there are: open, suspended, closed."""
    shut = Q(pk__in=Suspension.objects.filter(lifted_at=None).values("store"))
    return Store.objects.aggregate(
        open=Count("pk", filter=~shut & Q(closed_at=None)),
        suspended=Count("pk", filter=shut),
        closed=Count("pk", filter=Q(closed_at__isnull=False)),
    )


def suspensions_of(store: Store) -> QuerySet[Suspension]:
    """The store's suspensions, the latest first."""
    return Suspension.objects.filter(store=store).order_by("-pk")
