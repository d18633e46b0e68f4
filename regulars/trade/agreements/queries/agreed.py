"""What both sides agreed on, in sentences: money, lateness, acceptance, the way out."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.trade.agreements import rules
from regulars.trade.agreements.queries.saying import amount, kind, percent
from regulars.trade.agreements.rules import Terms
from regulars.trade.agreements.rules.credits import part_of
from regulars.trade.agreements.rules.states import ARRIVAL_DAYS


def rules_of(terms: Terms) -> list[str]:
    """What was agreed about money, lateness, acceptance and the way out, in sentences."""
    return [*_paying(terms), *_lateness(terms), *_leaving(terms), *_accepting(terms)]


def _paying(terms: Terms) -> Iterator[str]:
    ahead = [one for one in terms.milestones if one.kind == "pay"]
    words = {
        "price": amount(terms.price_minor, terms.currency),
        "balance": amount(terms.balance_minor, terms.currency),
        "ahead": amount(terms.ahead_minor, terms.currency),
    }
    if ahead:
        yield (
            _("The price is %(price)s: %(ahead)s ahead and %(balance)s before delivery, plus freight.")
            % words
        )
    else:
        yield _("The price is %(price)s, paid before delivery, plus freight.") % words


def _lateness(terms: Terms) -> Iterator[str]:
    for one in terms.remedies:
        words = {
            "n": one.late_days,
            "share": percent(one.credit_bp),
            "amount": amount(part_of(terms.price_minor, one.credit_bp), terms.currency),
        }
        text = ngettext(
            "From %(n)s day late on, %(share)s of the price (%(amount)s in all) is credited to the shopper by itself.",
            "From %(n)s days late on, %(share)s of the price (%(amount)s in all) is credited to the shopper by itself.",
            one.late_days,
        )
        yield text % words
    if not terms.remedies:
        yield _("There is no credit for late delivery.")
    yield _("When the shopper is late with a duty, the store's later days move by as many days.")
    if any(one.kind == "approve" for one in terms.milestones):
        yield from _proving(terms)


def _proving(terms: Terms) -> Iterator[str]:
    yield _("A refusal names the line of this text that the proof is not like. The days on which a refused proof "
            "lay with the shopper do not count as the store's lateness.")  # fmt: skip
    if terms.answer_days:
        yield ngettext(
            "A proof that is not answered for %(n)s day counts as approved, never before the day of its answer.",
            "A proof that is not answered for %(n)s days counts as approved, never before the day of its answer.",
            terms.answer_days,
        ) % {"n": terms.answer_days}
    yield _("After %(n)s refusals of one proof either side can let the market decide with one press.") % {
        "n": rules.REFUSALS
    }


def _leaving(terms: Terms) -> Iterator[str]:
    yield _("If the store ends it, everything paid goes back.")
    kept = 0
    for one in terms.milestones:
        if one.kind == "balance":
            break
        if one.keep_bp > kept:
            kept = one.keep_bp
            words = {
                "what": kind(one),
                "share": percent(kept),
                "amount": amount(part_of(terms.price_minor, kept), terms.currency),
            }
            yield (
                _("If the shopper ends it once “%(what)s” is done, the store keeps %(share)s of the price "
                  "(%(amount)s), at most what was paid; the rest goes back.") % words
            )  # fmt: skip
    if not kept:
        yield _("If the shopper ends it before the balance is paid, everything paid goes back.")
    else:
        yield _("Before that, everything paid goes back. Once the balance is paid the shopper cannot cancel.")
    yield ngettext(
        "Whoever is kept waiting for %(n)s day may end it at the other's cost.",
        "Whoever is kept waiting for %(n)s days may end it at the other's cost.",
        terms.give_up_days,
    ) % {"n": terms.give_up_days}


def _accepting(terms: Terms) -> Iterator[str]:
    yield ngettext(
        "After arrival the shopper has %(n)s day to accept it or to say what is wrong; silence accepts.",
        "After arrival the shopper has %(n)s days to accept it or to say what is wrong; silence accepts.",
        terms.acceptance_days,
    ) % {"n": terms.acceptance_days}
    yield _("A parcel that nobody reports counts as arrived %(n)s days after it was sent.") % {
        "n": ARRIVAL_DAYS
    }
