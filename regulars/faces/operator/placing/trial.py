"""A dry run in numbers and bars."""

from __future__ import annotations

from collections import Counter
from typing import Any

from regulars.discovery.ranking.queries.words import percent
from regulars.discovery.ranking.rules.rerunning import Exposure, Trial
from regulars.goods.catalog.queries import brands, said
from regulars.people.merchants.queries import stores_by_key

ROWS, LARGEST = 12, 8


def told(trial: Trial) -> dict[str, Any]:
    """What a page shows of a dry run."""
    before, after = trial.before, trial.after
    return {
        "decisions": trial.decisions,
        "places": before.places,
        "moved": trial.moved,
        "moved_share": percent(round(trial.moved / before.places, 3)) if before.places else "–",
        "broken": trial.broken,
        "small_before": percent(round(_sheltered(before), 3)),
        "small_after": percent(round(_sheltered(after), 3)),
        "stores": _table(before.stores, after.stores, store_names(before.stores | after.stores)),
        "brands": _table(before.brands, after.brands, brand_names(before.brands | after.brands)),
    }


def _sheltered(one: Exposure) -> float:
    return one.sheltered / one.places if one.places else 0.0


def _table(before: Counter[int], after: Counter[int], names: dict[int, str]) -> dict[str, Any]:
    """Shares of the places before and after, the most changed first, then the largest; bars of the largest."""
    all_before, all_after = sum(before.values()) or 1, sum(after.values()) or 1
    rows = [
        (names.get(key, "–"), before[key] / all_before, after[key] / all_after)
        for key in before.keys() | after.keys()
    ]
    changed = sorted(rows, key=lambda one: (-abs(one[2] - one[1]), -one[1], one[0]))[:ROWS]
    largest = sorted(rows, key=lambda one: (-one[1], one[0]))[:LARGEST]
    return {
        "rows": [(name, percent(round(old, 4)), percent(round(new, 4))) for name, old, new in changed],
        "before": [_bar(name, old) for name, old, _new in largest],
        "after": [_bar(name, new) for name, _old, new in largest],
    }


def _bar(name: str, share: float) -> dict[str, Any]:
    short = name if len(name) <= 10 else f"{name[:9]}…"
    return {"label": short, "value": round(share * 100, 1), "text": f"{name}: {percent(round(share, 4))}"}


def store_names(keys: Counter[int]) -> dict[int, str]:
    """Names of stores by key."""
    return {key: said(row.name, row.name_zh) for key, row in stores_by_key(keys).items()}


def brand_names(keys: Counter[int]) -> dict[int, str]:
    """Names of brands by key."""
    return {row.pk: said(row.name, row.name_zh) for row in brands(retired=True).filter(pk__in=list(keys))}
