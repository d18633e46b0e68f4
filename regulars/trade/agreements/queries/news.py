"""What a letter about an agreement says to one side: what happened, and whose turn it is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.trade.agreements.models import Agreement, Happening
from regulars.trade.agreements.queries import saying
from regulars.trade.agreements.queries.finding import latest_step
from regulars.trade.agreements.queries.headlines import CREDIT_TO_YOU, HAPPENED
from regulars.trade.agreements.queries.standing import Now, now_of
from regulars.trade.agreements.rules import Side

FRESH = timedelta(days=2)
TALK = ("proposed", "asked", "declined", "withdrawn")


@dataclass(frozen=True, slots=True)
class News:
    """A letter's subject and sentences, in the running language."""

    subject: str
    sentences: tuple[str, ...]


def news(row: Agreement, reader: Side, kinds: Sequence[str], key: str = "") -> News | None:
    """What the reader is told about the last step of these kinds; None for own deeds and what is no news any more.

    A kind is one of a step of the story (`key`: of that milestone), or "soon" and "late" for the duty that is next.
    """
    if kinds[0] in ("soon", "late"):
        return _due(now_of(row), reader, kinds[0])
    step = latest_step(row, kinds, key)
    if step is None or step.side == reader or clock.now() - step.at > FRESH:
        return None
    now = now_of(row)
    subject, first = _happened(now, step, reader)
    rest = [] if step.kind in TALK else list(_turn(now, reader))
    return News(subject, (first, *_added(step, reader), *rest))


def _words(now: Now, step: Happening | None = None) -> dict[str, object]:
    row = now.row
    minor = step.amount_minor if step is not None else None
    found = now.terms.milestone(step.key) if now.terms and step is not None else None
    return {
        "title": saying.title(row),
        "store": said(row.store.name, row.store.name_zh),
        "n": step.key if step is not None else "",
        "amount": saying.amount(minor or 0, row.currency),
        "what": saying.kind(found) if found else "",
    }


def _happened(now: Now, step: Happening, reader: Side) -> tuple[str, str]:
    """Subject and first sentence."""
    words = _words(now, step)
    if step.kind == "done":
        return _done(now, step, words)
    if step.kind == "proposed" and now.row.signed_at and now.row.signed_at < step.at:
        return (
            _("A change of “%(title)s” is proposed") % words,
            _(
                "Version %(n)s waits for your signature, at %(amount)s in all. Until then the one in force stays."
            )
            % words,
        )
    subject, sentence = HAPPENED[step.kind]
    if step.kind == "credit" and reader == "shopper":
        sentence = CREDIT_TO_YOU
    return str(subject) % words, str(sentence) % words


def _done(now: Now, step: Happening, words: dict[str, object]) -> tuple[str, str]:
    found = now.terms.milestone(step.key) if now.terms else None
    kind = found.kind if found else ""
    if kind == "proof":
        return (
            _("A proof of “%(title)s” waits for you") % words,
            _("%(store)s shows how it will be. Hold it against the text you signed, and answer.") % words,
        )
    if kind == "deliver":
        return _("“%(title)s” is on its way") % words, _("%(store)s handed it to the carrier.") % words
    if kind in ("pay", "balance"):
        return (
            _("Paid: “%(title)s”") % words,
            _("%(amount)s arrived for “%(title)s”.") % words,
        )
    return _("“%(title)s” goes on: %(what)s") % words, _("Done: %(what)s") % words


def _added(step: Happening, reader: Side) -> Iterator[str]:
    """What the other side wrote with it."""
    if step.text and step.kind != "credit" and step.side != reader:
        yield from (line for line in step.text.split("\n") if line.strip())


def _turn(now: Now, reader: Side) -> Iterator[str]:
    """Whose turn it is by when, and what silence means."""
    if now.state == "delivered" and reader == "shopper" and now.row.answer_until:
        last = saying.day_before(now.row.answer_until)
        yield _("Without a word from you it counts as accepted after %(day)s.") % {"day": last}
    if now.turn is None or now.state != "signed":
        return
    yield f"{saying.turn_words(now, reader)} · {saying.due_words(now.turn)}"
    if now.turn.milestone.who == reader:
        late = saying.late_words(now, now.turn)
        if late:
            yield late


def _due(now: Now, reader: Side, kind: str) -> News | None:
    """Of the duty that is next: its day is close, or over."""
    turn = now.turn
    if turn is None or now.state != "signed" or bool(turn.late_days) != (kind == "late"):
        return None
    words = _words(now) | {"what": saying.kind(turn.milestone), "day": saying.day(turn.due)}
    mine = turn.milestone.who == reader
    if kind == "soon":
        return News(
            _("“%(title)s”: %(what)s, by %(day)s") % words,
            ((_("Your turn, due by %(day)s.") if mine else _("The other side's turn, due by %(day)s.")) % words,
             *([saying.late_words(now, turn)] if mine else ())),
        )  # fmt: skip
    late = ngettext("%(n)s day late", "%(n)s days late", turn.late_days) % {"n": turn.late_days}
    whose = _("It was due by %(day)s, and it is your turn.") if mine else _("It was due by %(day)s.")
    more = saying.late_words(now, turn)
    return News(
        _("“%(title)s” is late: %(what)s") % words,
        (f"{whose % words} {late}.", *([more] if more else ())),
    )
