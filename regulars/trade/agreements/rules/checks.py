"""What is wrong with terms before anybody may sign them: codes with the field they belong to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from regulars.trade.agreements.rules.credits import WHOLE, most_minor
from regulars.trade.agreements.rules.terms import WHO, Milestone, Terms

MOST_MILESTONES, MOST_REMEDIES = 12, 5
MOST_CREDIT_BP = 5_000
MOST_PRICE = 10**12
DAYS = range(1, 61)
GIVE_UP = range(1, 181)
ANSWER = range(61)


@dataclass(frozen=True, slots=True)
class Problem:
    """A code, and the field at which it is shown."""

    code: str
    field: str


def problems(
    terms: Terms, today: date, done: Collection[str] = (), before: Terms | None = None
) -> list[Problem]:
    """Everything that keeps the terms from being proposed on `today`.

    After signing, `before` is the version in force and `done` what was done under it: that stays as it is.
    """
    found = [*_words(terms), *_shape(terms.milestones), *_days(terms, today, done), *_remedies(terms)]
    if not found:
        found += _money(terms)
    if before is not None:
        found += _kept(terms, before, done)
    return found


def _words(terms: Terms) -> Iterator[Problem]:
    if not terms.title.strip():
        yield Problem("title-missing", "title")
    if not terms.spec.strip():
        yield Problem("spec-missing", "spec")
    if not 0 < terms.price_minor <= MOST_PRICE:
        yield Problem("price-missing", "price")
    if terms.acceptance_days not in DAYS:
        yield Problem("acceptance-days", "acceptance_days")
    if terms.give_up_days not in GIVE_UP:
        yield Problem("give-up-days", "give_up_days")
    if terms.answer_days not in ANSWER:
        yield Problem("answer-days", "answer_days")


def _shape(milestones: Sequence[Milestone]) -> Iterator[Problem]:
    kinds = [one.kind for one in milestones]
    if len(milestones) > MOST_MILESTONES or len({one.key for one in milestones}) != len(milestones):
        yield Problem("too-many", "milestones")
    if any(kind not in WHO for kind in kinds):
        yield Problem("unknown-kind", "milestones")
    if kinds[-2:] != ["balance", "deliver"] or kinds.count("balance") != 1 or kinds.count("deliver") != 1:
        yield Problem("ends-otherwise", "milestones")
    if any(kind == "approve" and (not at or kinds[at - 1] != "proof") for at, kind in enumerate(kinds)):
        yield Problem("nothing-to-approve", "milestones")
    if any((one.kind == "pay") != (one.amount_minor > 0) or one.amount_minor < 0 for one in milestones):
        yield Problem("amount", "milestones")
    shares = [one.keep_bp for one in milestones]
    if shares != sorted(shares) or any(not 0 <= share <= WHOLE for share in shares):
        yield Problem("shares-fall", "milestones")


def _days(terms: Terms, today: date, done: Collection[str]) -> Iterator[Problem]:
    days = [one.due for one in terms.milestones]
    if days != sorted(days):
        yield Problem("days-fall", "milestones")
    if any(one.due < today for one in terms.milestones if one.key not in done):
        yield Problem("day-past", "milestones")


def _remedies(terms: Terms) -> Iterator[Problem]:
    days = [one.late_days for one in terms.remedies]
    shares = [one.credit_bp for one in terms.remedies]
    rising = days == sorted(set(days)) and shares == sorted(set(shares))
    sane = all(day > 0 for day in days) and all(0 < share <= MOST_CREDIT_BP for share in shares)
    if len(days) > MOST_REMEDIES or not rising or not sane:
        yield Problem("remedies", "remedies")
    if days and terms.give_up_days < days[-1]:
        yield Problem("gives-up-early", "give_up_days")


def _money(terms: Terms) -> Iterator[Problem]:
    """Every credit must fit into the balance, so that it can always lower what is left to pay."""
    if terms.balance_minor < most_minor(terms.price_minor, terms.remedies):
        yield Problem("balance-too-small", "price")


def _kept(terms: Terms, before: Terms, done: Collection[str]) -> Iterator[Problem]:
    old = [one for one in before.milestones if one.key in done]
    if [one for one in terms.milestones if one.key in done] != old or (
        list(terms.milestones[: len(old)]) != old
    ):
        yield Problem("done-changed", "milestones")
    if terms.currency != before.currency:
        yield Problem("currency-changed", "price")
