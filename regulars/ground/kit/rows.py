"""What a statement's answer becomes, worked out once for its SQL: the very objects that Django would make of it.

Django looks at a question's columns and models anew for each answer, and sets each field of a row by itself. Models that
do more than that when they are made (an `__init__` of their own, listeners) are left to Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

Raw = Sequence[Any]
PLAIN_ATTRIBUTES = (DeferredAttribute, ForeignKeyDeferredAttribute)


class Rows:
    """The answers of one SQL as objects. `compiler` has made the SQL."""

    def __init__(self, compiler: Any):
        asked = [field for field, *_rest in compiler.select[: compiler.col_count]]
        self._converters = [
            (place, convert, expression)
            for place, (converters, expression) in compiler.get_converters(asked).items()
            for convert in converters
        ]
        kind = compiler.queryset._iterable_class
        self._of: Callable[[Iterable[Raw]], list[Any]] = SHAPES.get(kind, list)
        if kind is ModelIterable:
            self._of = _Models(compiler).all

    @classmethod
    def of(cls, compiler: Any) -> Rows | None:
        """None for what is left to Django."""
        asked = compiler.queryset
        kinds = compiler.klass_info and list(_models(compiler.klass_info))
        if asked._iterable_class is not ModelIterable and asked._iterable_class not in SHAPES:
            return None
        if compiler.has_extra_select or compiler.has_composite_fields(
            [field for field, *_ in compiler.select]
        ):
            return None
        if asked._iterable_class is ModelIterable and not all(map(_is_plain, kinds or [None])):
            return None
        return cls(compiler)

    def made(self, answer: Iterable[Raw], connection: Any) -> list[Any]:
        """The objects of an answer."""
        if self._converters:
            answer = self._converted(answer, connection)
        return self._of(answer)

    def _converted(self, answer: Iterable[Raw], connection: Any) -> list[list[Any]]:
        rows = list(map(list, answer))
        for row in rows:
            for place, convert, expression in self._converters:
                row[place] = convert(row[place], expression, connection)
        return rows


class _Maker:
    """Makes one model's objects out of their columns, and those joined to them."""

    def __init__(self, info: Any, select: Sequence[Any], db: str):
        self._model, self._db = info["model"], db
        places = info["select_fields"]
        names = {select[place][0].target.attname: place for place in places}
        if info.get("from_parent"):
            wanted = [field.attname for field in self._model._meta.concrete_fields if field.attname in names]
            self._names, self._cut = wanted, _cutter([names[name] for name in wanted])
        else:
            self._names, self._cut = list(names), itemgetter(slice(places[0], places[-1] + 1))
        self._key = self._names.index(self._model._meta.pk_fields[0].attname)
        self._setters = info.get("local_setter"), info.get("remote_setter")
        self._joined = [_Maker(one, select, db) for one in info.get("related_klass_infos", ())]

    def make(self, row: Raw) -> Any:
        """The object of a row; None where a joined one is missing."""
        values = self._cut(row)
        if values[self._key] is None:
            return None
        made, state = object.__new__(self._model), ModelState()
        state.adding, state.db = False, self._db
        inside = made.__dict__
        inside["_state"] = state
        inside.update(zip(self._names, values, strict=True))
        for one in self._joined:
            other, (here, there) = one.make(row), one._setters
            here(made, other)
            if other is not None:
                there(other, made)
        return made


class _Models:
    """Rows of a model, with what was annotated."""

    def __init__(self, compiler: Any):
        self._make = _Maker(compiler.klass_info, compiler.select, compiler.using).make
        self._noted = list((compiler.annotation_col_map or {}).items())

    def all(self, rows: Iterable[Raw]) -> list[Any]:
        """The object of each row."""
        if not self._noted:
            return list(map(self._make, rows))
        made = []
        for row in rows:
            one = self._make(row)
            for name, place in self._noted:
                setattr(one, name, row[place])
            made.append(one)
        return made


def _cutter(places: Sequence[int]) -> Callable[[Raw], Sequence[Any]]:
    return lambda row: [row[place] for place in places]


def _models(info: Any) -> Iterable[type[Model]]:
    yield info["model"]
    for one in info.get("related_klass_infos", ()):
        yield from _models(one)


def _is_plain(model: type[Model] | None) -> bool:
    """Whether making one is nothing but setting its fields."""
    if model is None or model.__init__ is not Model.__init__ or model.__new__ is not object.__new__:
        return False
    if model.from_db.__func__ is not Model.from_db.__func__:  # type: ignore[attr-defined]
        return False
    if pre_init.has_listeners(model) or post_init.has_listeners(model):
        return False
    attributes = (
        vars(one).get(field.attname) for field in model._meta.concrete_fields for one in model.__mro__
    )
    return all(type(one) in PLAIN_ATTRIBUTES for one in attributes if one is not None)


def _flat(rows: Iterable[Raw]) -> list[Any]:
    return [row[0] for row in rows]


def _tuples(rows: Iterable[Raw]) -> list[Any]:
    return list(map(tuple, rows))


SHAPES: dict[type, Callable[[Iterable[Raw]], list[Any]]] = {
    FlatValuesListIterable: _flat,
    ValuesListIterable: _tuples,
}
