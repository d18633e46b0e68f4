"""Columns that look the same in every table."""

from __future__ import annotations

from typing import Any

from django.db import models

from regulars.ground.kit import clock, ids


class PublicIdField(models.CharField[str, str]):
    """The id shown outside: a prefix and 100 random bits."""

    def __init__(self, prefix: str = "x", **kwargs: Any):
        self.prefix = prefix
        kwargs |= {"max_length": 28, "unique": True, "editable": False}
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for given in ("max_length", "unique", "editable"):
            kwargs.pop(given, None)
        return name, path, args, kwargs | {"prefix": self.prefix}

    def get_default(self) -> str:
        return ids.new_id(self.prefix)

    def has_default(self) -> bool:
        return True


class MomentField(models.DateTimeField[Any, Any]):
    """A UTC moment, set from the one clock when `now=True`."""

    def __init__(self, *args: Any, now: bool = False, **kwargs: Any):
        self.now = now
        if now:
            kwargs["default"] = clock.now
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.now:
            kwargs.pop("default", None)
            kwargs["now"] = True
        return name, path, args, kwargs


class MinorField(models.BigIntegerField[Any, Any]):
    """An amount in minor units (None where the column may be NULL); the row's `currency` says of what."""


class CurrencyField(models.CharField[str, str]):
    """ISO 4217 code."""

    def __init__(self, **kwargs: Any):
        kwargs["max_length"] = 3
        super().__init__(**kwargs)
