"""Membership at the checkout: points that pay, programmes to join."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from regulars.faces.look.membership import earning, points
from regulars.faces.look.speech import money
from regulars.ground.kit import clock
from regulars.loyalty.members.queries import memberships_in, programmes_in, purses
from regulars.trade.orders.queries import Quote

USE, SPARE = "use-points:", "spare-points:"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form says: stores (public ids) whose points pay, and whose programme is to be joined.

    `again`: only the price is asked anew, nothing is ordered.
    """

    points: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    again: bool = False


def asked(request: HttpRequest) -> Asked:
    """The form as sent; one button uses a store's points, another spares them."""
    post = request.POST
    using, done = post.getlist("points"), post.get("do", "")
    if done.startswith(USE):
        using = [*using, done.removeprefix(USE)]
    if done.startswith(SPARE):
        using = [store for store in using if store != done.removeprefix(SPARE)]
    again = done.startswith((USE, SPARE))
    return Asked(tuple(dict.fromkeys(using))[:100], tuple(post.getlist("join"))[:100], again)


def clubs(
    person_id: int | None, answer: Quote, said: Asked, names: dict[str, str]
) -> list[dict[str, object]]:
    """One row per store whose programme means something here. Nobody logged in: no rows."""
    stores = [part.store for part in answer.stores]
    if person_id is None or not stores:
        return []
    running = programmes_in(store.pk for store in stores)
    mine = memberships_in(person_id, running)
    owned = purses(person_id, mine, answer.currency, clock.now())
    paid = _paid(answer)
    rows = []
    for store in stores:
        found = running.get(store.pk)
        if found is None or (store.pk not in mine and not found.open):
            continue
        row: dict[str, object] = {
            "store": store.public_id,
            "name": names[store.public_id],
            "club": found.rules.name,
            "member": store.pk in mine,
            "joining": store.public_id in said.join,
            "earning": earning(found.rules) if found.rules.points and found.open else "",
        }
        purse = owned.get(store.pk)
        if purse is not None:
            using = store.public_id in said.points
            row |= {
                "points": points(purse.points),
                "worth": money(purse.worth_minor, answer.currency),
                "using": using,
                "do": f"{SPARE if using else USE}{store.public_id}",
                "paid": money(paid[store.public_id], answer.currency) if paid.get(store.public_id) else "",
            }
        rows.append(row)
    return [row for row in rows if not row["member"] or "points" in row]


def _paid(answer: Quote) -> dict[str, int]:
    steps = answer.receipt.steps if answer.receipt else ()
    paid: dict[str, int] = {}
    for step in steps:
        if step.step == "points":
            for store, minor in step.funding.items():
                paid[store] = paid.get(store, 0) + minor
    return paid
