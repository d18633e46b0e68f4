"""Apps above orders make promises (`rules.grants`); here they say which, and hear what becomes of the orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from regulars.trade.orders.rules.grants import Grant

GrantsOf = Callable[[Any, str], list[Grant]]
Told = Callable[[Any, str, str], None]


def _nothing(_by: Any, _ref: str, _group: str) -> None:
    """Nobody wants to know."""


def _nobody(_by: Any, _ref: str) -> list[Grant]:
    return []


@dataclass(frozen=True, slots=True)
class Granter:
    """A kind of promise. See `Grants.register`."""

    prefix: str = ""
    grants_of: GrantsOf = _nobody
    on_placed: Told = _nothing
    on_paid: Told = _nothing
    on_ended: Told = _nothing
    returns: bool = True


class Grants:
    """The kinds of promises that are installed."""

    def __init__(self) -> None:
        self._known: dict[str, Granter] = {}

    def register(
        self,
        kind: str,
        *,
        prefix: str | None = None,
        grants_of: GrantsOf | None = None,
        on_placed: Told | None = None,
        on_paid: Told | None = None,
        on_ended: Told | None = None,
        returns: bool | None = None,
    ) -> None:
        """Called in an app's `ready`; several calls for a kind add up.

        `grants_of(by, ref)` gives the grants behind a ref that begins with `prefix` for its viewer, or raises
        NotFound; the check-out asks it for `?with=<ref>`. The others are called as (by, ref, group_ref), each in
        the transaction of what it tells: `on_placed` when the order is placed (there the app marks its promise as
        ordered, once, and may refuse), `on_paid` when it is paid (may raise `advances.hooks.Lost`), `on_ended` when
        it ends unpaid, before what is still held goes back to the shelf. Without `returns` the kind's own pages
        decide about money back, and orders open no returns of it.
        """
        said = {
            "prefix": prefix,
            "grants_of": grants_of,
            "on_placed": on_placed,
            "on_paid": on_paid,
            "on_ended": on_ended,
            "returns": returns,
        }
        changes: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
        self._known[kind] = replace(self._known.get(kind, Granter()), **changes)

    def find(self, by: Any, ref: str) -> list[Grant]:
        """The grants behind a ref for its viewer: of the app whose prefix it has. Empty when nobody's."""
        named = ref.partition("_")[0]
        for granter in self._known.values():
            if granter.prefix and granter.prefix == named:
                return granter.grants_of(by, ref)
        return []

    def takes_returns(self, kinds: Iterable[str]) -> bool:
        """Whether goods sold under these kinds of promises go back like others."""
        return all(self._known.get(kind, Granter()).returns for kind in kinds if kind)

    def placed(self, by: Any, told: Iterable[Iterable[str]], group_ref: str) -> None:
        """An order for these (kind, ref) is placed. Raises whatever the app refuses with."""
        for kind, ref in told:
            self._known.get(kind, Granter()).on_placed(by, ref, group_ref)

    def paid(self, by: Any, told: Iterable[Iterable[str]], group_ref: str) -> None:
        """The order of these (kind, ref) is paid. Raises Lost."""
        for kind, ref in told:
            self._known.get(kind, Granter()).on_paid(by, ref, group_ref)

    def ended(self, by: Any, told: Iterable[Iterable[str]], group_ref: str) -> None:
        """The order of these (kind, ref) ended unpaid."""
        for kind, ref in told:
            self._known.get(kind, Granter()).on_ended(by, ref, group_ref)


grants = Grants()
