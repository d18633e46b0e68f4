"""Stores open, change, close, and come in by imports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.people.accounts.actions import require_proven
from regulars.people.accounts.models import Person
from regulars.people.merchants.events import StoreChanged, StoreOpened
from regulars.people.merchants.models import Staff, Store
from regulars.people.merchants.queries import market, stores_by_ref
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


@action("merchants.open_store")
def open_store(*, by: Actor, owner: Person, name: str, currency: str = "", **more: Any) -> Store:
    """Open a store with `owner` as its owner. Raises StoreNameMissing, EmailUnproven."""
    require_proven(owner)
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


@action("merchants.take_export")
def take_export(*, by: Actor, store: Store) -> None:
    """Put on record that everything the store owns was taken along. Raises NotAllowed, NotFound."""
    by.require("export", store.pk)


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
