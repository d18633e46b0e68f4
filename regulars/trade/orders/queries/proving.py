"""Prices made again from their own receipts, to be held against what was asked for then."""

from __future__ import annotations

import json
from dataclasses import dataclass

from regulars.trade.offers.rules import Receipt as Priced
from regulars.trade.offers.rules import replay
from regulars.trade.offers.rules.receipt import RULE_VERSION
from regulars.trade.orders.models import Receipt


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many receipts were priced again, which came out otherwise (groups, by public id), and how many are of rules
    that this version no longer knows."""

    receipts: int
    differing: tuple[str, ...]
    of_other_rules: int


def replayed(most: int) -> Replayed:
    """The newest `most` receipts, each priced again from the basket and the offers it carries."""
    rows = Receipt.objects.select_related("group").order_by("-pk")[:most]
    same = other = 0
    wrong = []
    for row in rows.iterator(chunk_size=200):
        if row.rule_version != RULE_VERSION:
            other += 1
        elif _same(json.dumps(row.body)):
            same += 1
        else:
            wrong.append(row.group.public_id)
    return Replayed(same + len(wrong), tuple(wrong), other)


def _same(text: str) -> bool:
    try:
        return replay(text) == Priced.from_json(text)
    except ValueError:
        return False
