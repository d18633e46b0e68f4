"""What a published lottery or trial promises, as the proof keeps it for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.goods.catalog.models import Variant
from regulars.goods.catalog.queries import said
from regulars.trade.draws.models import Lottery, Prize, Trial
from regulars.trade.draws.rules.plans import COUPON, GOODS, TIMED


def lottery_terms(row: Lottery) -> dict[str, Any]:
    """Every rule of a lottery and every prize. Whole numbers and texts only."""
    return {
        "about": row.public_id,
        "store": row.store.public_id,
        "way": row.way,
        "title": row.title,
        "title_zh": row.title_zh,
        "who": row.who,
        "tier": row.tier or 0,
        "more": list(row.more),
        "opens_at": _said(row.opens_at),
        "closes_at": _said(row.closes_at),
        "draw_at": _said(row.draw_at),
        "take_days": row.take_days,
        "rounds": row.rounds if row.way == TIMED else 1,
        "prizes": [_prize(one) for one in row.prizes.all()],
    }


def trial_terms(row: Trial) -> dict[str, Any]:
    """Every rule of a trial decided by lot; a place is its one prize."""
    title, title_zh = variant_title(row.variant)
    return {
        "about": row.public_id,
        "store": row.store.public_id,
        "way": TIMED,
        "title": row.title,
        "title_zh": row.title_zh,
        "who": row.who,
        "tier": row.tier or 0,
        "more": [],
        "opens_at": _said(row.opens_at),
        "closes_at": _said(row.closes_at),
        "draw_at": _said(row.closes_at),
        "take_days": row.take_days,
        "rounds": row.rounds,
        "prizes": [
            {"id": row.public_id, "kind": "trial", "title": title, "title_zh": title_zh, "count": row.pieces}
        ],
    }


def last_day(row: Lottery) -> datetime:
    """Until when prizes of a lottery may still be promised to somebody, and taken."""
    end: datetime = row.draw_at + timedelta(days=row.take_days * row.rounds + 2)
    return end


def prize_title(prize: Prize) -> tuple[str, str]:
    """What a prize is called, in English and Chinese. Of points it is their number."""
    if prize.kind == GOODS and prize.variant is not None:
        return variant_title(prize.variant)
    if prize.kind == COUPON and prize.offer is not None:
        return prize.offer.title, prize.offer.title_zh
    return f"{prize.points:,} points", f"{prize.points:,} 积分"


def tried_goods(row: Trial) -> str:
    """What is tried, in the reader's language."""
    return said(*variant_title(row.variant))


def variant_title(row: Variant) -> tuple[str, str]:
    """What exactly is given: the product with the variant's options, in English and Chinese (empty for none)."""
    product = row.product
    title_zh = _with(product.title_zh, row.options_zh or row.options) if product.title_zh else ""
    return _with(product.title, row.options or row.options_zh) if product.title else "", title_zh


def _with(title: str, options: Mapping[str, str]) -> str:
    return " · ".join([title, *options.values()])


def _prize(prize: Prize) -> dict[str, Any]:
    title, title_zh = prize_title(prize)
    return {
        "id": prize.public_id,
        "kind": prize.kind,
        "title": title,
        "title_zh": title_zh,
        "count": prize.count,
        "one_in": prize.one_in,
    }


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
