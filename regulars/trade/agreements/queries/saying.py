"""An agreement in words, in the reader's language: duties, turns, steps. The same for every face; its rules: `agreed`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from regulars.goods.catalog.queries import said
from regulars.ground.kit.moments import said_day
from regulars.ground.kit.money import format_money
from regulars.trade.agreements import rules
from regulars.trade.agreements.models import Agreement
from regulars.trade.agreements.queries.standing import Now, day_of
from regulars.trade.agreements.rules import Milestone, Side, Standing, Terms
from regulars.trade.agreements.rules.credits import part_of

Words = str | Promise
KINDS: dict[str, Words] = {
    "pay": lazy("Payment ahead"),
    "measure": lazy("Send the measurements"),
    "design": lazy("Design"),
    "proof": lazy("Proof to look at"),
    "approve": lazy("Approve the proof"),
    "make": lazy("Making"),
    "balance": lazy("Pay the balance"),
    "deliver": lazy("Hand it to the carrier"),
}
STATES: dict[str, tuple[str, Words]] = {
    "asked": ("open", lazy("Asked for a quote")),
    "offered": ("open", lazy("Offer on the table")),
    "signed": ("active", lazy("Being made")),
    "delivered": ("shipped", lazy("Sent")),
    "rejected": ("refund_asked", lazy("Not as agreed")),
    "disputed": ("in_review", lazy("With the market")),
    "accepted": ("completed", lazy("Accepted as agreed")),
    "cancelled": ("cancelled", lazy("Cancelled")),
    "decided": ("closed", lazy("Decided by the market")),
    "declined": ("closed", lazy("Declined")),
    "withdrawn": ("closed", lazy("Withdrawn")),
}
# What is said of a signed agreement while it waits for the shopper, or is ready; otherwise it is being made.
STAGES: dict[str, tuple[str, Words]] = {
    "pay": ("unpaid", lazy("Awaiting the payment ahead")),
    "measure": ("open", lazy("Awaiting the measurements")),
    "approve": ("open", lazy("Proof to approve")),
    "balance": ("unpaid", lazy("Awaiting the balance")),
    "deliver": ("packed", lazy("Ready to send")),
}
SIDES: dict[str, Words] = {
    "store": lazy("Store"),
    "shopper": lazy("Shopper"),
    "market": lazy("Market"),
    "": "",
}
STEPS: dict[str, Words] = {
    "asked": lazy("Asked for a quote"),
    "proposed": lazy("Version %(key)s proposed"),
    "signed": lazy("Version %(key)s signed by both sides"),
    "proof-refused": lazy("The proof is refused"),
    "approved-silently": lazy("Approved: nobody answered in the agreed days"),
    "proof-stands": lazy("The market decided: the proof is as agreed"),
    "proof-again": lazy("The market decided: another proof is made"),
    "credit": lazy("Late-delivery credit of %(amount)s"),
    "arrived": lazy("Arrived"),
    "accepted": lazy("Accepted as agreed"),
    "rejected": lazy("Rejected: not as agreed"),
    "sent-again": lazy("Sent again"),
    "disputed": lazy("Put before the market"),
    "decided": lazy("The market decided: %(amount)s goes back"),
    "cancelled": lazy("Cancelled: %(amount)s goes back"),
    "declined": lazy("Declined"),
    "withdrawn": lazy("Withdrawn"),
    "note": lazy("Note"),
}
PROBLEMS: dict[str, Words] = {
    "title-missing": lazy("Give it a title."),
    "spec-missing": lazy("Describe what will be made, so that both sides can hold it against the result."),
    "price-missing": lazy("Give the whole price, above zero."),
    "acceptance-days": lazy("Give from 1 to 60 days to accept."),
    "give-up-days": lazy("Give from 1 to 180 days."),
    "answer-days": lazy("Give up to 60 days; 0 when silence shall approve nothing."),
    "too-many": lazy("There are too many rows, or two are called the same."),
    "unknown-kind": lazy("Choose what each milestone is."),
    "ends-otherwise": lazy("Every plan ends with the balance and then the delivery, each once."),
    "nothing-to-approve": lazy("An approval comes right after a proof."),
    "amount": lazy("Payments ahead have an amount above zero; nothing else has one."),
    "shares-fall": lazy("The share that the store keeps cannot fall from one milestone to the next."),
    "days-fall": lazy("The days must follow one another."),
    "day-past": lazy("A day has passed already. Choose days from today on."),
    "remedies": lazy("Credits rise from step to step, with later days, up to 50 % of the price."),
    "gives-up-early": lazy("Giving up cannot come before the last credit."),
    "balance-too-small": lazy(
        "The balance must be as large as the largest credit, so that the credit can lower it."
    ),
    "done-changed": lazy("What is done already stays as it was signed."),
    "currency-changed": lazy("The currency stays."),
    "label": lazy("Give the question a name and a kind."),
    "options": lazy("Give two to twelve choices, one per line."),
    "range": lazy("Give a unit, and a range from a lower to a higher number."),
    "product": lazy("Choose a product that has something on sale."),
}
ANSWERS: dict[str, Words] = {
    "missing": lazy("Please answer this."),
    "number": lazy("Write a number, like 42 or 42.5."),
    "range": lazy("This is outside of what the store can make."),
    "unknown": lazy("Choose one of the answers."),
    "long": lazy("Write at most 500 characters."),
}


def title(row: Agreement) -> str:
    """What it is about, in the reader's language: as the store's form calls it."""
    return said(row.title, row.title_zh)


def day(at: date) -> str:
    """A day of the market: "Dec 4, 2026"."""
    return said_day(at)


def day_before(moment: datetime) -> str:
    """The day that ends at a moment."""
    return day(day_of(moment - timedelta(seconds=1)))


def amount(minor: int, currency: str) -> str:
    """An amount as the reader writes it."""
    return format_money(minor, currency, get_language() or "en")


def percent(bp: int) -> str:
    """Basis points as a percentage: "12.5 %"."""
    return f"{bp / 100:g} %"


def kind(one: Milestone) -> str:
    """What a milestone is called."""
    return str(KINDS.get(one.kind, one.kind))


def side_said(side: str, reader: str) -> str:
    """Whose it is, as the reader would say it."""
    return _("You") if side == reader else str(SIDES.get(side, side))


def state(code: str) -> tuple[str, str]:
    """The look and the name of a state."""
    look, label = STATES.get(code, ("closed", code))
    return look, str(label)


def stage(now: Now) -> tuple[str, str]:
    """The look and the name of where it stands: "being made" only while the store makes it."""
    turn = now.turn
    if now.state != "signed" or turn is None or turn.milestone.kind not in STAGES:
        return state(now.state)
    look, label = STAGES[turn.milestone.kind]
    return look, str(label)


def step(kind_of: str, key: str, minor: int | None, currency: str, terms: Terms | None) -> str:
    """A step of the story; duties are called by their milestone."""
    if kind_of == "done":
        found = terms.milestone(key) if terms else None
        return _("Done: %(what)s") % {"what": kind(found) if found else key}
    words = {"key": key, "amount": amount(minor or 0, currency)}
    return str(STEPS.get(kind_of, kind_of)) % words


def late_words(now: Now, one: Standing) -> str:
    """What happens when this duty is late, or what lateness costs already."""
    terms = now.terms
    if terms is None:
        return ""
    if now.silent_on is not None and one is now.turn:
        return _("Without an answer it counts as approved after %(day)s.") % {"day": day(now.silent_on)}
    if one.milestone.who == "shopper":
        return _("Each day of delay moves the store's days by one.")
    if now.credit_minor:
        return _("The delivery is %(n)s days late: %(amount)s is credited.") % {
            "n": now.late_days,
            "amount": amount(now.credit_minor, terms.currency),
        }
    following = rules.next_step(terms.remedies, now.late_days)
    if following is None:
        return ""
    return _("If the delivery is %(n)s days late, %(amount)s is credited.") % {
        "n": following.late_days,
        "amount": amount(part_of(terms.price_minor, following.credit_bp), terms.currency),
    }


def due_words(one: Standing) -> str:
    """By when, and how late."""
    if one.done is not None:
        done = _("Done on %(day)s") % {"day": day(one.done)}
        return f"{done} · {_days_late(one.late_days)}" if one.late_days else done
    if one.late_days:
        return _("Was due by %(day)s") % {"day": day(one.due)} + " · " + _days_late(one.late_days)
    due = _("By %(day)s") % {"day": day(one.due)}
    if not one.moved_days:
        return due
    moved = ngettext("moved by %(n)s day", "moved by %(n)s days", one.moved_days) % {"n": one.moved_days}
    return f"{due} · {moved}"


def _days_late(days: int) -> str:
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}


def part_words(value: rules.diffs.Value, part: str, currency: str, *, named: bool = False) -> str:
    """One side of a row of the comparison; `named`: a milestone says its kind too."""
    if value is None:
        return "–"
    if isinstance(value, Milestone):
        words = [kind(value), day(value.due)] if named else [day(value.due)]
        if value.amount_minor:
            words.append(amount(value.amount_minor, currency))
        if value.keep_bp:
            words.append(_("store keeps %(share)s") % {"share": percent(value.keep_bp)})
        return " · ".join([*words, value.words] if value.words else words)
    if isinstance(value, rules.Remedy):
        return _("%(share)s of the price") % {"share": percent(value.credit_bp)}
    if part == "price_minor":
        return amount(int(value), currency)
    return str(value)


PARTS: dict[str, Words] = {
    "title": lazy("Title"),
    "price_minor": lazy("Price"),
    "spec": lazy("What is made"),
    "answer_days": lazy("Days to answer a proof"),
    "acceptance_days": lazy("Days to accept"),
    "give_up_days": lazy("Days until either may give up"),
}


def row_label(one: rules.Row) -> str:
    """What a row of the comparison is about."""
    if one.part == "milestone":
        value = one.after if isinstance(one.after, Milestone) else one.before
        return kind(value) if isinstance(value, Milestone) else one.label
    if one.part == "remedy":
        return _days_late(int(one.label))
    return str(PARTS.get(one.part, one.label))


def refused_words(times: int) -> str:
    """How often a proof was refused; empty when it was not."""
    if not times:
        return ""
    return ngettext("Refused %(n)s time so far.", "Refused %(n)s times so far.", times) % {"n": times}


def turn_words(now: Now, reader: Side) -> str:
    """Whose turn it is, in one line."""
    if now.turn is None or now.state != "signed":
        return ""
    mine = now.turn.milestone.who == reader
    words = {"what": kind(now.turn.milestone)}
    if mine:
        return _("Your turn: %(what)s") % words
    if reader == "shopper":
        return _("The store's turn: %(what)s") % words
    return _("The shopper's turn: %(what)s") % words
