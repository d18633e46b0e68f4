"""What stands on a list somebody makes by hand, in which order, and why."""

from __future__ import annotations

from regulars.discovery.lists.actions.refusals import AlreadyOn, ListFull, MadeByMachine
from regulars.discovery.lists.actions.writing import RIGHT, changed
from regulars.discovery.lists.models import List, ListEntry
from regulars.discovery.lists.queries import entries_of
from regulars.goods.catalog.queries import for_shoppers
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.sanitize import plain
from regulars.people.merchants.queries import open_stores

MOST = 60
WHY = 160


@action("lists.put_on")
def put_on(*, by: Actor, row: List, ref: str, why: str = "", why_zh: str = "") -> ListEntry:
    """Put a product or store (public id) that shoppers can see at the end.

    Raises MadeByMachine, AlreadyOn, ListFull, NotFound.
    """
    _by_hand(by, row)
    entries = list(entries_of(row))
    if len(entries) >= MOST:
        raise ListFull(param="ref")
    product, store = _named(row, ref)
    if any((one.product_id, one.store_id) == (product, store) for one in entries):
        raise AlreadyOn(param="ref")
    made = ListEntry.objects.create(
        list=row, product_id=product, store_id=store, position=len(entries),
        why=plain(why, limit=WHY), why_zh=plain(why_zh, limit=WHY),
    )  # fmt: skip
    changed(row)
    return made


def _named(row: List, ref: str) -> tuple[int | None, int]:
    """Keys of product (None on a list of stores) and store. Raises NotFound."""
    if row.kind == "stores":
        store = open_stores().filter(public_id=ref).values_list("pk", flat=True).first()
        if store is None:
            raise NotFound()
        return None, store
    found = for_shoppers().filter(public_id=ref).values_list("pk", "store_id").first()
    if found is None:
        raise NotFound()
    return found


@action("lists.move_entry")
def move_entry(*, by: Actor, row: List, entry_id: str, to: int) -> None:
    """Put an entry (public id) in another place, counted from 0; beyond the ends counts as the end.

    Raises MadeByMachine, NotFound.
    """
    _by_hand(by, row)
    entries = list(entries_of(row))
    moved = next((one for one in entries if one.public_id == entry_id), None)
    if moved is None:
        raise NotFound()
    note(before=moved.position, after=to)
    entries.remove(moved)
    entries.insert(max(0, min(to, len(entries))), moved)
    _number(entries)
    changed(row)


@action("lists.say_why")
def say_why(*, by: Actor, row: List, entry_id: str, why: str, why_zh: str = "") -> ListEntry:
    """The line beside an entry. Raises MadeByMachine, NotFound."""
    _by_hand(by, row)
    entry = _entry(row, entry_id)
    entry.why, entry.why_zh = plain(why, limit=WHY), plain(why_zh, limit=WHY)
    entry.save(update_fields=["why", "why_zh"])
    changed(row)
    return entry


@action("lists.take_off")
def take_off(*, by: Actor, row: List, entry_id: str) -> None:
    """Take an entry off. Raises MadeByMachine, NotFound."""
    _by_hand(by, row)
    _entry(row, entry_id).delete()
    _number(list(entries_of(row)))
    changed(row)


def _by_hand(by: Actor, row: List) -> None:
    by.require(RIGHT)
    if row.recipe:
        raise MadeByMachine(param="ref")


def _entry(row: List, entry_id: str) -> ListEntry:
    found = entries_of(row).filter(public_id=entry_id).first()
    if found is None:
        raise NotFound()
    return found


def _number(entries: list[ListEntry]) -> None:
    """Places without gaps, in this order."""
    for place, entry in enumerate(entries):
        entry.position = place
    ListEntry.objects.across_stores("a list holds things of many stores").bulk_update(entries, ["position"])
