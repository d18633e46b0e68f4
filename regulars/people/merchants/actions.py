"""Changes to stores and to who works in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.rights import known
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.people.accounts.models import Person
from regulars.people.merchants.events import StoreChanged, StoreOpened, StoreRestored, StoreSuspended
from regulars.people.merchants.models import Market, Staff, Store, Suspension
from regulars.people.merchants.queries import MARKET_CACHE, market, stores_by_ref
from regulars.people.merchants.rules import ROLES, StoreRow, slug

TEXTS = {"name": 80, "name_zh": 80, "city": 80, "story": 4000, "story_zh": 4000}
NUMBERS = ("freight_minor", "free_freight_from_minor", "returns_days")


class StoreNameMissing(BadInput):
    """A store needs a name."""

    code = "store-name-missing"
    sentence = _("Give the store a name that shoppers will see.")


class NameNotTyped(BadInput):
    """Closing a store asks for its name."""

    code = "name-not-typed"
    sentence = _("Type the name of the store exactly as it is written.")


class UnknownRole(BadInput):
    """No such role."""

    code = "unknown-role"
    sentence = _("Choose one of the roles in the list.")


class LastOwner(Refusal):
    """The only owner cannot go."""

    code = "last-owner"
    sentence = _("A store needs an owner. Make somebody else owner first.")


class AlreadyStaff(Refusal):
    """The person works here already."""

    code = "already-staff"
    sentence = _("This person already works in the store. Change the role in the list instead.")


@action("merchants.open_store")
def open_store(*, by: Actor, owner: Person, name: str, currency: str = "", **more: Any) -> Store:
    """Open a store with `owner` as its owner. Raises StoreNameMissing."""
    title = plain(name, limit=80)
    if not title:
        raise StoreNameMissing(param="name")
    taken = set(Store.objects.filter(slug__startswith=slug(title, set())[:20]).values_list("slug", flat=True))
    store = Store.objects.create(
        name=title,
        slug=more.pop("slug", "") or slug(title, taken),
        currency=currency or market().currency,
        **_clean(more),
    )
    Staff.objects.create(store=store, person=owner, role="owner", rights=list(ROLES["owner"]))
    announce(StoreOpened(store=store.public_id, store_id=store.pk, person_id=owner.pk, ref=store.public_id))
    return store


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    texts = {key: paragraphs(values[key], limit=limit) for key, limit in TEXTS.items() if key in values}
    rest = {
        key: values[key] for key in (*NUMBERS, "logo", "banner", "external_ref", "opened_at") if key in values
    }
    return texts | rest


@action("merchants.change_store")
def change_store(*, by: Actor, store: Store, **changes: Any) -> None:
    """Change the store's name, story, pictures or terms. Raises StoreNameMissing."""
    by.require("settings", store.pk)
    clean = _clean(changes)
    if not clean.get("name", "x"):
        raise StoreNameMissing(param="name")
    Store.objects.filter(pk=store.pk).update(**clean)
    note(changed=sorted(clean))
    announce(StoreChanged(store=store.public_id, store_id=store.pk, ref=store.public_id))


@action("merchants.close_store")
def close_store(*, by: Actor, store: Store, typed_name: str) -> None:
    """Close the store to shoppers; orders, money and staff stay. Raises NameNotTyped."""
    by.require("settings", store.pk)
    if typed_name.strip() not in {store.name, store.name_zh} or not typed_name.strip():
        raise NameNotTyped(param="typed_name")
    if Store.objects.filter(pk=store.pk, closed_at=None).update(closed_at=clock.now()):
        announce(StoreChanged(store=store.public_id, store_id=store.pk, ref=store.public_id))


@action("merchants.reopen_store")
def reopen_store(*, by: Actor, store: Store) -> None:
    """Open a closed store to shoppers again."""
    by.require("settings", store.pk)
    if Store.objects.filter(pk=store.pk, closed_at__isnull=False).update(closed_at=None):
        announce(StoreChanged(store=store.public_id, store_id=store.pk, ref=store.public_id))


@action("merchants.invite")
def invite(*, by: Actor, store: Store, person: Person, role: str) -> Staff:
    """Give a person a place in the store. Raises UnknownRole, AlreadyStaff."""
    by.require("staff", store.pk)
    if role not in ROLES:
        raise UnknownRole(param="role")
    if Staff.objects.filter(store=store, person=person, ended_at=None).exists():
        raise AlreadyStaff(param="email")
    return Staff.objects.create(
        store=store, person=person, role=role, rights=list(ROLES[role]), invited_by_id=by.person_id
    )


@action("merchants.change_role")
def change_role(
    *, by: Actor, store: Store, staff_id: str, role: str, rights: Iterable[str] | None = None
) -> None:
    """Change somebody's role, or choose the rights one by one. Raises LastOwner, UnknownRole."""
    by.require("staff", store.pk)
    if role not in ROLES:
        raise UnknownRole(param="role")
    staff = _staff(store, staff_id)
    if role != "owner":
        _another_owner(store, staff)
    chosen = [known(right) for right in rights] if rights is not None and role != "owner" else ROLES[role]
    note(before=staff.role, after=role)
    Staff.objects.filter(pk=staff.pk).update(role=role, rights=list(chosen))


@action("merchants.remove_staff")
def remove_staff(*, by: Actor, store: Store, staff_id: str) -> None:
    """End somebody's place in the store, from the next request on. Raises LastOwner."""
    by.require("staff", store.pk)
    staff = _staff(store, staff_id)
    _another_owner(store, staff)
    Staff.objects.filter(pk=staff.pk).update(ended_at=clock.now())


def _staff(store: Store, public_id: str) -> Staff:
    found = Staff.objects.filter(store=store, public_id=public_id, ended_at=None).first()
    if found is None:
        raise NotFound()
    return found


def _another_owner(store: Store, staff: Staff) -> None:
    others = Staff.objects.filter(store=store, role="owner", ended_at=None).exclude(pk=staff.pk)
    if staff.role == "owner" and not others.exists():
        raise LastOwner()


@action("merchants.take_export")
def take_export(*, by: Actor, store: Store) -> None:
    """Put on record that everything the store owns was taken along. Raises NotAllowed, NotFound."""
    by.require("export", store.pk)


@action("merchants.suspend")
def suspend(*, by: Actor, store: Store, reason: str) -> Suspension:
    """Hide the store from shoppers, with a reason its owner can read. Orders already paid go on."""
    by.require("market.merchants")
    text = plain(reason, limit=300)
    if not text:
        raise BadInput(_("Say why, so that the merchant can answer."), param="reason")
    row, fresh = Suspension.objects.get_or_create(
        store=store, lifted_at=None, defaults={"reason": text, "by_id": by.person_id}
    )
    if fresh:
        announce(StoreSuspended(store=store.public_id, reason=text, store_id=store.pk, ref=store.public_id))
    return row


@action("merchants.restore")
def restore(*, by: Actor, store: Store) -> None:
    """Lift the store's suspension."""
    by.require("market.merchants")
    if Suspension.objects.filter(store=store, lifted_at=None).update(lifted_at=clock.now()):
        announce(StoreRestored(store=store.public_id, store_id=store.pk, ref=store.public_id))


@action("merchants.set_market")
def set_market(*, by: Actor, **settings: Any) -> Market:
    """Name the market, its zone, currency and periods."""
    by.require("market.merchants")
    row = Market.objects.order_by("id").first() or Market()
    for key, value in settings.items():
        setattr(row, key, value)
    row.save()
    cache.delete(MARKET_CACHE)
    return row


@action("merchants.record_stores", audit=False)
def record_stores(*, by: Actor, rows: Sequence[StoreRow]) -> dict[str, int]:
    """Bring many stores in at once; known references are left alone. Returns key by reference, known ones included."""
    by.require("market.merchants")
    keys = stores_by_ref(row.external_ref for row in rows)
    fresh = list({row.external_ref: row for row in rows if row.external_ref not in keys}.values())
    made = Store.objects.bulk_create([_store(row) for row in fresh], batch_size=1000)
    Staff.objects.bulk_create(
        [
            Staff(
                store=store,
                person_id=row.owner_id,
                role="owner",
                rights=list(ROLES["owner"]),
                since=store.opened_at,
            )
            for store, row in zip(made, fresh, strict=True)
            if row.owner_id is not None
        ],
        batch_size=1000,
    )
    announce(*(StoreOpened(store=row.public_id, store_id=row.pk, ref=row.public_id) for row in made))
    return keys | {store.external_ref: store.pk for store in made}


def _store(row: StoreRow) -> Store:
    given = {
        item.name: getattr(row, item.name)
        for item in fields(row)
        if item.name not in {"owner_id", "opened_at"}
    }
    return Store(**given, opened_at=row.opened_at or clock.now())
