"""What is known of a person: every app says in its `privacy.py` what it holds, what is forgotten, and what stays.

A person may take everything along, and have it forgotten, in one store or in the whole market. Both are made of
the same declarations. A test walks all tables and fails for one that may hold something about people and is silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from regulars.ground.kit.exports import Table, packed

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class About:
    """Whom it is about: keys, public ids, the e-mail of the account. Without a store: the whole market."""

    person_id: int
    person: str
    email: str = ""
    store_id: int | None = None
    store: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is about the whole market."""
        return self.store_id is None

    def at(self, path: str) -> dict[str, int]:
        """The condition that a row is the store's, `path` being its way there; nothing for the whole market."""
        return {} if self.store_id is None else {path: self.store_id}

    def only_whole(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows, which no store knows; none when it is about one store."""
        return rows if self.whole else rows.none()


Said = str | Promise
Forget = Callable[[About], None]
Hinder = Callable[[About], Iterable[Said]]
R = TypeVar("R", bound=Callable[[About], Iterable[Any]])
A = TypeVar("A", bound=Forget)
H = TypeVar("H", bound=Hinder)

shown: dict[str, Table] = {}
forgetting: list[Forget] = []
hindering: list[Hinder] = []
# Every model that may hold something about people: whether it is taken along, is forgotten, stays or knows nobody.
told: dict[type[Model], str] = {}
forgotten: dict[type[Model], str] = {}
kept: dict[type[Model], str] = {}
nobodys: dict[type[Model], str] = {}


def tells(name: str, columns: str, *models: type[Model]) -> Callable[[R], R]:
    """Declare a table of what a person takes along. The function gives the rows that are about the person."""

    def register(rows: R) -> R:
        if name in shown:
            raise ValueError(f"two tables about a person are called {name}")
        shown[name] = Table(name, tuple(columns.split()), rows)
        told.update(dict.fromkeys(models, name))
        return rows

    return register


def forgets(what: str, *models: type[Model]) -> Callable[[A], A]:
    """Declare what becomes of rows when a person is forgotten; the function does it, and may be repeated."""

    def register(function: A) -> A:
        forgetting.append(function)
        forgotten.update(dict.fromkeys(models, what))
        return function

    return register


def hinders(function: H) -> H:
    """Declare what must end first: the function gives a sentence for each thing that is under way."""
    hindering.append(function)
    return function


def keeps(why: str, *models: type[Model]) -> None:
    """Say of models with rows about people why these stay when a person is forgotten."""
    kept.update(dict.fromkeys(models, why))


def knows_nobody(why: str, *models: type[Model]) -> None:
    """Say of models that look personal why they hold nothing about the people who shop."""
    nobodys.update(dict.fromkeys(models, why))


def told_about(about: About) -> Iterator[bytes]:
    """The zip with everything known of the person, piece by piece."""
    return packed(shown.values(), (), about)


def told_about_all(abouts: Sequence[About]) -> Iterator[bytes]:
    """The zip with everything known of several rows that are one person."""
    return packed([_of_all(table) for table in shown.values()], (), abouts)


def _of_all(table: Table) -> Table:
    return Table(table.name, table.columns, lambda abouts: (row for one in abouts for row in table.rows(one)))


def counted(about: About) -> dict[str, int]:
    """How many rows each table about the person has."""
    return {name: sum(1 for _row in table.rows(about)) for name, table in shown.items()}


def hindrances(about: About) -> list[Said]:
    """What must end before the person can be forgotten, as sentences; nothing when it can be done now."""
    return [said for ask in hindering for said in ask(about)]


def forget(about: About) -> None:
    """Forget the person, from the upper floors down. For the action that asked for the hindrances."""
    for function in reversed(forgetting):
        function(about)
