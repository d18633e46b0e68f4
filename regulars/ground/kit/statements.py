"""What is asked all the time is put into SQL once, like a database's prepared statements.

Building a QuerySet and its SQL costs Django many times what the database needs for the answer. A function marked with
`statement` (rows) or `change` (an UPDATE) is called once per shape of its arguments, with placeholders for the values;
later calls only exchange the values. `insert` and `update` write one row the same way.

What such a function may do:
- its arguments are ints, strings, booleans, moments, None, `Fixed`, and lists of keys (positive) or of ids;
- it may look at None, booleans and `Fixed`, for each of which there is an SQL of its own; at no other value, neither at
  the clock nor at the language: `now` is an argument, and a LIMIT that changes is a `Fixed`;
- what it returns is fetched in one question (no prefetch_related) and begins at a manager, not at a row's own.
Otherwise `Unfit` is raised at the first call: see docs/decisions/0011-statements.md.
"""

from __future__ import annotations

import copy
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, update_wrapper
from itertools import chain
from typing import Any, Generic, ParamSpec, TypeAlias, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import (
    BigIntegerField,
    CharField,
    ForeignKey,
    IntegerField,
    Model,
    OneToOneField,
    PositiveIntegerField,
    QuerySet,
    TextField,
)
from django.db.models.signals import post_save, pre_save
from django.db.models.sql import UpdateQuery
from django.utils import translation

from regulars.ground.kit import clock
from regulars.ground.kit.rows import Rows

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Model)
Values = tuple[Any, ...]
Become: TypeAlias = tuple[QuerySet[M], Mapping[str, Any]]
LONGEST = 128  # of a list; a longer one is asked for as ever
MOST_SHAPES = 64
# What placeholders are made of: it must stand in no question by chance, nor be any row's.
FAR = datetime(2222, 2, 2, 2, 2, 2, 222_222, tzinfo=UTC)
FIRST = 2_013_370_000
NO_ID = "\N{SECTION SIGN}"
FEW = 16  # rows in one INSERT

compares = False
"""Whether the SQL of each call is compared with what Django would make of it now; tests switch it on."""


class Fixed(int):
    """A number that is part of the question itself, like a LIMIT: each has an SQL of its own."""


class Unfit(TypeError):
    """The question is not the same for all values: it cannot be kept as a statement."""


class _Kept(ABC, Generic[P]):
    """A function of values and its SQL for each shape of them."""

    def __init__(self, make: Callable[P, Any]):
        self.make = make
        self._shapes: dict[Any, _Shape] = {}
        self._lock = threading.Lock()
        update_wrapper(cast(Any, self), make)

    def _ready(self, args: Any, kwargs: Any) -> tuple[_Shape, Values] | None:
        """The shape and its parameters; None for lists that are empty, too long or too mixed to be kept."""
        names = tuple(kwargs)
        given = [*args, *kwargs.values()]
        for place, one in enumerate(given):
            if type(one) not in MARKS and isinstance(one, LISTS):
                if not _fits(one):
                    return None
                given[place] = _padded(one)
        key = (connections[DEFAULT_DB_ALIAS].vendor, names, *map(_kind, given))
        shape = self._shapes.get(key) or self._kept(key, given, names)
        params = shape.values(given)
        if compares:
            now, these = self._compiler(given, names).as_sql()
            if (now, tuple(these)) != (shape.sql, params):
                raise Unfit(f"{self.make.__qualname__} would ask {now} {these}, not {shape.sql} {params}")
        return shape, params

    def _kept(self, key: Any, given: list[Any], names: tuple[str, ...]) -> _Shape:
        shapes = []
        for turn, language in enumerate(("en", "zh-hans")):
            marks = [_mark(one, place, turn) for place, one in enumerate(given)]
            with clock.shift(timedelta(days=40 * turn)), translation.override(language):
                shapes.append(_Shape(self._compiler(marks, names), marks, self.make.__qualname__))
        first, second = shapes
        if not first.differs_only_in_values(second):
            raise Unfit(f"{self.make.__qualname__} asks for something that its arguments do not tell")
        with self._lock:
            if len(self._shapes) >= MOST_SHAPES:
                self._shapes.clear()
            self._shapes[key] = first
        return first

    @abstractmethod
    def _compiler(self, given: list[Any], names: tuple[str, ...]) -> Any:
        """What makes the SQL for these values: of a SELECT or of an UPDATE."""

    def _made(self, given: list[Any], names: tuple[str, ...]) -> Any:
        at = len(given) - len(names)
        return self.make(*given[:at], **dict(zip(names, given[at:], strict=True)))


class statement(_Kept[P], Generic[P, R]):
    """Decorates a function that returns a QuerySet; called, it gives the rows as a list."""

    make: Callable[P, QuerySet[Any, R]]

    def __init__(self, make: Callable[P, QuerySet[Any, R]]):
        super().__init__(make)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """The rows for these values."""
        ready = self._ready(args, kwargs)
        if ready is None:
            return list(self.make(*args, **kwargs))
        shape, params = ready
        if shape.rows is None:
            return list(shape.compiler.queryset._iterable_class(shape.asked(params)))
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(shape.sql, params)
            return shape.rows.made(cursor.fetchall(), connection)

    def first(self, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """The first row, or None."""
        rows = self(*args, **kwargs)
        return rows[0] if rows else None

    def _compiler(self, given: list[Any], names: tuple[str, ...]) -> Any:
        rows = self._made(given, names)
        if rows._prefetch_related_lookups or rows._known_related_objects:
            raise Unfit(f"{self.make.__qualname__} fetches in more than one question, or begins at a row")
        compiler = rows.query.get_compiler(rows.db)
        compiler.queryset = rows
        return compiler


class change(_Kept[P]):
    """Decorates a function that returns rows and what they become; called, it says how many changed.

    Conditions that must be judged again after waiting stand on the rows' own columns (see `tenancy.OwnedRows`).
    """

    make: Callable[P, Become[Any]]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """How many rows changed."""
        ready = self._ready(args, kwargs)
        if ready is None:
            rows, become = self.make(*args, **kwargs)
            return rows.update(**become)
        shape, params = ready
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(shape.sql, params)
            return max(0, int(cursor.rowcount))

    def _compiler(self, given: list[Any], names: tuple[str, ...]) -> Any:
        rows, become = self._made(given, names)
        query = rows.query.chain(UpdateQuery)
        if rows.query.count_active_tables() > 1 or rows.query.is_sliced:
            raise Unfit(f"{self.make.__qualname__} changes rows found through other tables")
        query.add_update_values(become)
        query.annotations = {}
        query.clear_ordering(force=True)
        return query.get_compiler(rows.db)


class _Shape:
    """The SQL for arguments of one shape, and which of its parameters is which argument."""

    def __init__(self, compiler: Any, marks: list[Any], name: str):
        self.compiler = compiler
        try:
            self.sql, params = compiler.as_sql()
        except EmptyResultSet as empty:
            raise Unfit(f"{name} can find nothing") from empty
        self._params = tuple(params)
        wanted = {
            _adapted(one): (place, step)
            for place, mark in enumerate(marks)
            for step, one in enumerate(mark if isinstance(mark, list) else [mark])
            if not _is_shape(one)
        }
        self._places = [wanted.get(one) if isinstance(one, MARKS) else None for one in self._params]
        self._taken = [(at, *place) for at, place in enumerate(self._places) if place is not None]
        if missing := set(wanted.values()) - set(self._places):
            raise Unfit(f"{name} does not ask by its arguments {sorted(missing)}")
        self.rows: Rows | None = None
        if hasattr(compiler, "queryset"):
            self.rows = Rows.of(compiler)
            converters = compiler.get_converters([field for field, *_rest in compiler.select])
            self._state = vars(compiler.queryset) | {"_query": None}
            compiler.get_converters = lambda _fields: converters

    def differs_only_in_values(self, other: _Shape) -> bool:
        """Whether two makings ask the same but for their arguments."""
        return (self.sql, self._places) == (other.sql, other._places) and all(
            place is not None or mine == theirs
            for place, mine, theirs in zip(self._places, self._params, other._params, strict=True)
        )

    def values(self, given: list[Any]) -> Values:
        """The parameters for these arguments."""
        values = list(self._params)
        for at, place, step in self._taken:
            value = given[place]
            if type(value) is list:
                value = value[step]
            values[at] = _adapted(value) if isinstance(value, datetime) else value
        return tuple(values)

    def asked(self, params: Values) -> Any:
        """The QuerySet with its SQL, which Django makes rows of as always."""
        compiler, like = copy.copy(self.compiler), self.compiler.queryset
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, params)
        asked = object.__new__(type(like))
        asked.__dict__ |= self._state
        asked._query = _Query(like.query, compiler)
        return asked


class _Query:
    """A query whose SQL is there already."""

    def __init__(self, query: Any, compiler: Any):
        self._query, self._compiler = query, compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> Any:
        return self._compiler


LISTS = (list, tuple, set, frozenset)
NONE = type(None)
WHOLE = (BigIntegerField, IntegerField, PositiveIntegerField, ForeignKey, OneToOneField)
TEXTS: dict[type, tuple[type, ...]] = dict.fromkeys((CharField, TextField), (str, NONE))
# What Django hands to the database as it is; PostgreSQL is told how wide a whole number is.
AS_THEY_ARE = {"sqlite": TEXTS | dict.fromkeys(WHOLE, (int, NONE)), "postgresql": TEXTS}
MARKS = (int, str, datetime)
SHAPES = {type(None), bool, Fixed}


def _fits(values: Any) -> bool:
    """Whether all lists of this length ask the same: a None or a truth inside would be part of the question."""
    kinds = set(map(type, values))
    return 0 < len(values) <= LONGEST and len(kinds) == 1 and kinds.isdisjoint(SHAPES)


def _padded(values: Any) -> list[Any]:
    """A list of 1, 2, 4, 8 … keys or ids, so that there are few shapes; what is added is no row's."""
    whole = list(dict.fromkeys(values))
    more = range(len(whole), 1 << (len(whole) - 1).bit_length())
    return whole + [f"{NO_ID}{one}" if isinstance(whole[0], str) else -one for one in more]


def _is_shape(value: Any) -> bool:
    """Whether a value changes the SQL itself."""
    return value is None or isinstance(value, bool | Fixed)


def _kind(value: Any) -> Any:
    kind = type(value)
    if kind in MARKS:
        return kind
    if _is_shape(value):
        return type(value), value
    return (len(value), type(value[0])) if isinstance(value, list) else type(value)


def _mark(value: Any, place: int, turn: int) -> Any:
    """A value of the same kind that stands in no question by chance."""
    number = FIRST + turn * 100_000 + place * 1_000
    if isinstance(value, list):
        return [_marked(one, number + step) for step, one in enumerate(value)]
    return _marked(value, number)


def _marked(value: Any, number: int) -> Any:
    if _is_shape(value):
        return value
    if isinstance(value, int):
        return number
    if isinstance(value, str):
        return f"{NO_ID}{number}"
    if isinstance(value, datetime):
        return FAR + timedelta(seconds=number - FIRST)
    raise Unfit(f"a statement takes no {type(value).__name__}")


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(value)
    return value


def insert(row: M) -> M:
    """Write one new row, as `row.save(force_insert=True)` does for a table nobody listens to; returns it with its key."""
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _insertion(type(row), connection.vendor, row.pk is not None)
    with connection.cursor() as cursor:
        cursor.execute(sql, _written(row, fields, connection))
        if row.pk is None:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def insert_all(rows: Sequence[M]) -> Sequence[M]:
    """Write a few new rows in one statement, as `bulk_create` does for many; returns them with their keys."""
    if not rows or len(rows) > FEW or any(row.pk is not None for row in rows):
        return cast(Any, type(rows[0]))._base_manager.bulk_create(rows) if rows else rows
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _insertion(type(rows[0]), connection.vendor, False, len(rows))
    values = [_written(row, fields, connection) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(sql, list(chain.from_iterable(values)))
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return rows


def _written(row: Model, fields: Sequence[Any], connection: Any) -> list[Any]:
    """The values of a row as the database takes them; most are taken as they are."""
    as_they_are = AS_THEY_ARE.get(connection.vendor, {})
    values = []
    for field in fields:
        taken = as_they_are.get(type(field))
        if taken is not None:
            value = getattr(row, field.attname)
            if type(value) in taken:
                values.append(value)
                continue
        values.append(field.get_db_prep_save(field.pre_save(row, True), connection=connection))
    return values


def update(row: Model, *names: str) -> bool:
    """Write these fields of a row whatever they were before; whether the row is still there."""
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _writing(type(row), connection.vendor, names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection=connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])
        return bool(cursor.rowcount == 1)


@cache
def _writing(model: type[Model], vendor: str, names: tuple[str, ...]) -> tuple[str, list[Any]]:
    """The UPDATE of one row, and the fields its values come from."""
    quote: Callable[[Any], str] = connections[DEFAULT_DB_ALIAS].ops.quote_name
    meta = model._meta
    fields: list[Any] = [meta.get_field(name) for name in names]
    become = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    assert meta.pk is not None
    return f"UPDATE {quote(meta.db_table)} SET {become} WHERE {quote(meta.pk.column)} = %s", fields


@cache
def _insertion(model: type[Model], vendor: str, keyed: bool, rows: int = 1) -> tuple[str, list[Any]]:
    """The INSERT of a table, and the fields its values come from."""
    meta = model._meta
    if meta.parents or meta.proxy or any(signal.has_listeners(model) for signal in (pre_save, post_save)):
        raise Unfit(f"{model.__name__} is saved by Django")
    quote: Callable[[Any], str] = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields: list[Any] = [
        field
        for field in meta.local_concrete_fields
        if not field.generated and (keyed or field is not meta.pk)
    ]
    if any(field.has_db_default() for field in fields):
        raise Unfit(f"{model.__name__} has defaults of the database")
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * rows)
    back = "" if keyed else f" RETURNING {quote(meta.pk.column)}"
    return f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES {places}{back}", fields
