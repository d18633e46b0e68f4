"""Frozen dataclasses as compact, stable JSON and back; fields at their default are left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from functools import lru_cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dumps(value: object) -> str:
    """Compact JSON of a dataclass of texts, whole numbers, moments, tuples, sets and mappings."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(kind: type[T], text: str) -> T:
    """Build `kind` from `dumps` output. Raises ValueError when the text does not fit."""
    try:
        result: T = _built(kind, json.loads(text))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"this is not a {kind.__name__}: {error}") from error
    return result


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(value[key]) for key in sorted(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return {f.name: _plain(part) for f in fields(value) if (part := getattr(value, f.name)) != _default(f)}


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _built(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return None if data is None else _built(get_args(kind)[0], data)
    if origin is tuple:
        return tuple(_built(get_args(kind)[0], each) for each in _sized(data, list))
    if origin is frozenset:
        return frozenset(_sized(data, list))
    if origin is Mapping:
        return {key: _built(get_args(kind)[1], each) for key, each in _sized(data, dict).items()}
    return _single(kind, origin, data)


def _single(kind: Any, origin: Any, data: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _built(hints[name], each) for name, each in _sized(data, dict).items()})
    if kind is datetime:
        return datetime.fromisoformat(data)
    if origin is Literal or type(data) is kind:
        return data
    raise ValueError(f"expected {kind}, not {data!r}")


def _sized(data: Any, kind: type[T]) -> T:
    if isinstance(data, kind):
        return data
    raise ValueError(f"expected a {kind.__name__}, not {data!r}")
