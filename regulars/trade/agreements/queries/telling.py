"""What a page shows of an agreement: made here once, so that both sides and the market see the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from regulars.goods.catalog.queries import said
from regulars.trade.agreements import rules
from regulars.trade.agreements.models import Agreement, Credit, Happening, Version
from regulars.trade.agreements.queries import saying
from regulars.trade.agreements.queries.finding import credits_of, last_sides, story_of, versions_of
from regulars.trade.agreements.queries.money import cancel_cost, left_minor, order_of
from regulars.trade.agreements.queries.standing import Now, now_of, nows_of
from regulars.trade.agreements.rules import Side, Standing, Terms
from regulars.trade.orders.models import Order


@dataclass(frozen=True, slots=True)
class Told:
    """An agreement with everything that belongs to it, for one reader."""

    row: Agreement
    now: Now
    reader: Side
    versions: list[Version]
    story: list[Happening]
    credits: list[Credit]
    order: Order | None
    left_minor: int
    cancel: tuple[int, int] | None
    terms: Terms | None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def latest(self) -> Version | None:
        """The newest version."""
        return self.versions[-1] if self.versions else None

    @property
    def pending(self) -> Version | None:
        """The newest version, while it is not in force."""
        return self.latest if self.latest is not None and self.latest.number != self.row.signed else None

    @property
    def mine_to_sign(self) -> bool:
        """Whether the reader can sign the newest version."""
        pending = self.pending
        return (
            pending is not None
            and self.now.state in ("offered", "signed")
            and all(one.side != self.reader for one in pending.signatures.all())
        )


def told(row: Agreement, reader: Side) -> Told:
    """Everything about an agreement. Raises nothing; at most twelve queries."""
    now, versions = now_of(row), versions_of(row)
    terms = now.terms or (rules.read(versions[-1].body) if versions else None)
    return Told(
        row=row,
        now=now,
        reader=reader,
        versions=versions,
        story=story_of(row),
        credits=credits_of(row),
        order=order_of(row),
        left_minor=left_minor(row) if row.signed else 0,
        cancel=cancel_cost(row, reader),
        terms=terms,
    )


def questions(row: Agreement) -> dict[str, str]:
    """What the store's form asks, as the reader would be asked, by the wording in each language."""
    return {
        label: said(one.label, one.label_zh)
        for one in rules.read_fields(row.form.fields)
        for label in (one.label, one.label_zh)
        if label
    }


def comparison(row: Agreement, before: Version, after: Version) -> list[dict[str, Any]]:
    """Two versions row by row, in words; details that answer a question of the store's are called as it asks."""
    old, new, asked = rules.read(before.body), rules.read(after.body), questions(row)
    return [_row(one, old.currency, new.currency, asked) for one in rules.rows(old, new)]


def _row(one: rules.Row, old: str, new: str, asked: Mapping[str, str]) -> dict[str, Any]:
    kinds = {each.kind for each in (one.before, one.after) if isinstance(each, rules.Milestone)}
    named = len(kinds) > 1
    return {
        "label": asked.get(one.label, one.label) if one.part == "detail" else saying.row_label(one),
        "before": saying.part_words(one.before, one.part, old, named=named),
        "after": saying.part_words(one.after, one.part, new, named=named),
        "changed": one.changed,
    }


def milestones(found: Told) -> list[dict[str, Any]]:
    """The milestones as a timeline shows them; before signing those of the newest version."""
    if found.now.standing:
        turn = found.now.turn
        return [_milestone(found, one, one is turn) for one in found.now.standing]
    if found.terms is None:
        return []
    plain = (Standing(one, one.due, None, 0) for one in found.terms.milestones)
    return [_milestone(found, one, now=False) for one in plain]


def _milestone(found: Told, one: Standing, now: bool) -> dict[str, Any]:
    currency = found.row.currency
    late = one.done is None and one.late_days > 0
    balance = one.milestone.kind == "balance" and found.terms is not None
    amount = _balance(found) if balance else one.milestone.amount_minor
    return {
        "key": one.milestone.key,
        "kind": one.milestone.kind,
        "title": saying.kind(one.milestone),
        "who": saying.side_said(one.milestone.who, found.reader),
        "side": one.milestone.who,
        "when": saying.due_words(one),
        "amount": saying.amount(amount, currency) if amount else "",
        "words": one.milestone.words,
        "look": "done" if one.done else "bad" if late else "now" if now else "next",
        "if_late": saying.late_words(found.now, one) if now else "",
    }


def _balance(found: Told) -> int:
    assert found.terms is not None
    if found.row.order_ref:
        return found.terms.balance_minor - int(found.row.priced_credit_minor)
    return found.terms.balance_minor - found.now.credit_minor


def steps(found: Told) -> list[dict[str, Any]]:
    """The story, newest first: steps and lines that were written."""
    currency = found.row.currency
    return [
        {
            "note": one.kind == "note",
            "side": one.side,
            "title": saying.step(one.kind, one.key, one.amount_minor, currency, found.terms),
            "who": saying.side_said(one.side, found.reader),
            "mine": one.side == found.reader,
            "text": "" if one.kind == "credit" else one.text,
            "at": one.at,
            "photos": list(one.photos.all()),
        }
        for one in reversed(found.story)
    ]


@dataclass(frozen=True, slots=True)
class Due:
    """A day in the store's calendar: what is due of which agreement, and whose it is."""

    row: Agreement
    title: str
    side: str
    due: Any
    late_days: int
    mine: bool


def dues(rows: list[Agreement]) -> list[Due]:
    """Every open duty of signed agreements, by day. Two queries, however many there are."""
    found = []
    for now in nows_of(rows).values():
        row = now.row
        if now.state != "signed":
            continue
        found += [
            Due(row, saying.kind(one.milestone), one.milestone.who, one.due, one.late_days, one is now.turn)
            for one in now.standing
            if one.done is None
        ]
    return sorted(found, key=lambda one: (one.due, one.row.pk))


@dataclass(frozen=True, slots=True)
class Urgency:
    """How pressing an agreement is for the store: 0 late, 1 waits for the store, 2 waits for the shopper."""

    rank: int
    words: str
    by: datetime | Any = None


def urgencies(rows: Sequence[Agreement], reader: Side) -> dict[int, Urgency]:
    """What waits in each of these agreements, by key. At most three queries, however many there are."""
    talked = last_sides([row for row in rows if row.state == "offered"])
    return {pk: _urgency(now, reader, talked.get(pk, "")) for pk, now in nows_of(rows).items()}


def _urgency(now: Now, reader: Side, last_side: str) -> Urgency:
    """What waits in an agreement, for lists sorted by it."""
    if now.state in ("asked", "offered"):
        return _talk(now.state, reader, last_side)
    if now.state == "rejected":
        return Urgency(0 if reader == "store" else 2, saying.state("rejected")[1])
    if now.state != "signed" or now.turn is None:
        return Urgency(2, saying.state(now.state)[1])
    mine = now.turn.milestone.who == reader
    late = now.turn.late_days > 0 or now.late_days > 0
    words = f"{saying.turn_words(now, reader)} · {saying.due_words(now.turn)}"
    return Urgency(0 if mine and late else 1 if mine else 2, words, now.turn.due)


def _talk(state: str, reader: Side, last_side: str) -> Urgency:
    if state == "asked":
        return Urgency(1 if reader == "store" else 2, _("Waits for the store's offer"))
    mine = last_side != reader
    return Urgency(1 if mine else 2, _("Waits for your signature") if mine else _("Waits for the other side"))
