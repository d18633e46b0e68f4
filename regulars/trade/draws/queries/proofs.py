"""The proof of a draw, from what is stored."""

from __future__ import annotations

from dataclasses import replace

from regulars.trade.draws.models import Draw, Entry
from regulars.trade.draws.rules.chain import Lot
from regulars.trade.draws.rules.lots import Pass
from regulars.trade.draws.rules.proof import Facts, results_of, written

FIELDS = ("number", "public_id", "holder", "word")


def lot_of(entry: Entry) -> Lot:
    """An entry as the world sees it."""
    return Lot(entry.number, entry.public_id, entry.holder, entry.word)


def lots_in(draw: Draw) -> list[Lot]:
    """All entries of a draw as the world sees them, by number."""
    rows = Entry.objects.of(draw.store_id).filter(draw=draw).order_by("number")
    return [Lot(*row) for row in rows.values_list(*FIELDS)]


def proof_of(draw: Draw) -> bytes:
    """The file that proves the draw; before it, the file that fixes everything but the seed."""
    return written(facts_of(draw))


def facts_of(draw: Draw) -> Facts:
    """What the proof is made of. Results are those that follow from the seed: there are no others."""
    facts = Facts(draw.public_id, draw.terms, draw.commitment, lots_in(draw), draw.head, draw.seed)
    if not draw.seed:
        return facts
    return replace(facts, results=results_of(facts), passed=[Pass(*one) for one in draw.passed])
