"""Rows that belong to a store are looked up starting from that store."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class StoreOwned(models.Manager[M]):
    """Manager of a store-owned table: `.of(store)` first.

    `across_stores(why)` is the named way out; the linter lists its uses.
    """

    def __init__(self, path: str = "store_id"):
        super().__init__()
        self.path = path

    def deconstruct(self) -> Any:
        as_manager, manager, qs, _args, _kwargs = super().deconstruct()
        return as_manager, manager, qs, (), {"path": self.path}

    def of(self, store: Any) -> models.QuerySet[M]:
        """The rows of `store` (a row or its key). A missing store owns nothing."""
        key = getattr(store, "pk", store)
        return self.get_queryset().filter(**{self.path: key}) if key is not None else self.none()

    def across_stores(self, why: str) -> models.QuerySet[M]:
        """All stores' rows, for the reason given."""
        if not why:
            raise ValueError("say why this leaves the store's own ground")
        return self.get_queryset()
