"""The one clear answer, in words: for every code a title, a sentence, how it looks and what to do next."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.trade.drops.rules.answers import Answer

TIME, PLACE = "{time}", "{place}"


def told(code: str) -> dict[str, str]:
    """Title, text and kind of an answer. `{time}` and `{place}` stand where the page puts what the answer says."""
    title, text, kind = _words()[code]
    return {"code": code, "title": title, "text": text, "kind": kind}


def filled(answer: Answer, time: str) -> dict[str, str]:
    """An answer with its moment and place put in."""
    found = told(answer.code)
    return found | {"text": found["text"].replace(TIME, time).replace(PLACE, str(answer.place))}


def every() -> list[dict[str, str]]:
    """All answers, for the script that puts the one that came where the button was."""
    return [told(code) for code in _words()]


def _words() -> dict[str, tuple[str, str, str]]:
    return {
        "ready": ("", "", "quiet"),
        "not-yet": (
            _("Not open yet"),
            _("It begins for you at %(time)s, by the clock of this market.") % {"time": TIME},
            "info",
        ),
        "placed": (
            _("You are in the waiting room"),
            _("At %(time)s lots are drawn among all who are here. Your place is kept, whatever your phone does.")
            % {"time": TIME},
            "good",
        ),
        "waiting": (
            _("All pieces are taken for now"),
            _("You are number %(place)s of those who wait. If somebody does not pay, the next one gets the piece.")
            % {"place": PLACE},
            "info",
        ),
        "won": (
            _("A piece is yours"),
            _("It is kept for you until %(time)s. Pay by then, or it goes to the next person.") % {"time": TIME},
            "good",
        ),
        "ordered": (
            _("Your order is placed"),
            _("Pay it in time, and the piece is yours for good."),
            "good",
        ),
        "paid": (pgettext("answer", "Paid"), _("The piece is yours. Thank you!"), "good"),
        "lapsed": (
            _("The time to pay is over"),
            _("The piece has gone to the next person. This answer is final."),
            "warn",
        ),
        "lost": (_("Sold out"), _("Every piece is gone. This answer is final."), "warn"),
        "sold-out": (_("Sold out"), _("Every piece is gone. This answer is final."), "warn"),
        "over": (_("It is over"), _("This drop has ended. This answer is final."), "info"),
        "limit": (_("You have your share"), _("Nobody gets more pieces of this drop than that."), "info"),
        "not-for-you": (
            _("Not for everybody"),
            _("This drop is for people the store has named below, and you are not among them."),
            "info",
        ),
        "log-in": (
            _("Log in to take part"),
            _("Places and pieces are given to people who are logged in. Until you are, none is kept for you."),
            "info",
        ),
        "slowly": (_("That was quick"), _("Look at the page first, then press the button once more."), "info"),
        "again": (_("Very many people at this moment"), _("Nothing is lost. We ask again by ourselves."), "info"),
    }  # fmt: skip


def button_words(opened: bool) -> str:
    """What the button of somebody says who may act."""
    return _("Take one") if opened else _("Enter the waiting room")
