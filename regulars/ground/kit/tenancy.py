"""Rows that belong to a store are looked up starting from that store."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models.expressions import Col
from django.db.models.sql.where import AND

M = TypeVar("M", bound=models.Model)


class CannotJudgeAgain(TypeError):
    """An UPDATE over joined tables whose conditions PostgreSQL would judge only once, before it has to wait."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(
            f"{model.__name__}.update() over joined tables takes plain conditions only: no annotations, no OR "
            "of whole queries. Look the keys up first, and repeat the condition on the table itself: "
            "filter(pk__in=keys, ...).update(...)"
        )


class OwnedRows(models.QuerySet[M]):
    """Rows found through their owner, whose conditional UPDATE judges its conditions again after it had to wait.

    Django writes an UPDATE over joined tables as `WHERE id IN (SELECT ... every condition)`. PostgreSQL judges such
    a subquery once, before it waits for whoever changes the row: two could then both find it free.
    """

    def update(self, **kwargs: Any) -> int:
        """Change the rows; the number changed. Conditions on the rows themselves stand in the UPDATE itself.

        Raises CannotJudgeAgain for what cannot be taken there.
        """
        query = self.query
        if query.count_active_tables() < 2 or query.is_sliced:
            return super().update(**kwargs)
        if query.annotations or query.where.connector != AND or query.where.negated:
            raise CannotJudgeAgain(self.model)
        rows = self.model._base_manager.filter(pk__in=self.order_by().values("pk"))
        for condition in query.where.children:
            if _is_of(condition, self.model._meta.db_table):
                rows.query.where.add(condition, AND)
        return rows.update(**kwargs)


def _is_of(condition: Any, table: str) -> bool:
    """Whether a condition speaks of the table's own columns alone, with values that are known."""
    if isinstance(condition, Col):
        return bool(condition.alias == table)
    parts = condition.get_source_expressions() if hasattr(condition, "get_source_expressions") else None
    return parts is not None and not hasattr(condition, "query") and all(_is_of(one, table) for one in parts)


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

    def get_queryset(self) -> OwnedRows[M]:
        """Every row: not for pages, see `of` and `across_stores`."""
        return OwnedRows(self.model, using=self._db)

    def of(self, store: Any) -> models.QuerySet[M]:
        """The rows of `store` (a row or its key). A missing store owns nothing."""
        key = getattr(store, "pk", store)
        return self.get_queryset().filter(**{self.path: key}) if key is not None else self.none()

    def across_stores(self, why: str) -> models.QuerySet[M]:
        """All stores' rows, for the reason given."""
        if not why:
            raise ValueError("say why this leaves the store's own ground")
        return self.get_queryset()
