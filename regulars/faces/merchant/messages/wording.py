"""What became of messages, said in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.faces.look.speech import listed
from regulars.faces.look.speech import money as money
from regulars.faces.merchant.daily.words import channel as channel
from regulars.loyalty.outreach.rules.verdict import FEWEST_BUYERS, FEWEST_PEOPLE, Verdict


def purpose(name: str) -> str:
    """What a message is for."""
    return {"offers": _("Offers"), "news": _("News")}.get(name, name)


def state(name: str) -> tuple[str, str]:
    """Where a message is, as a pill: its colour's code and its words."""
    return {
        "draft": ("draft", _("Draft")),
        "scheduled": ("scheduled", _("Scheduled")),
        "sending": ("active", _("Going out")),
        "sent": ("completed", pgettext("message", "Sent")),
        "stopped": ("ended", _("Stopped")),
    }[name]


def outcome(name: str) -> str:
    """What becomes of a message for one person: foreseen, or as it stands in the log."""
    return {
        "send": _("Gets it"),
        "held_out": _("Held out"),
        "no_consent": _("Did not allow it"),
        "no_address": _("No address"),
        "budget": _("Week is full"),
        "closed": _("Account closed"),
        "waiting": _("Waiting"),
        "sending": _("Handed over"),
        "sent": pgettext("message", "Sent"),
        "failed": _("Not delivered"),
        "stopped": _("Stopped before"),
    }.get(name, name)


def because(name: str, most: int) -> str:
    """Why, for those who do not know these words."""
    return {
        "send": _("Allowed it, can be reached, and has a place left this week."),
        "held_out": _("Chosen by chance to get nothing, so that you see what the message brings."),
        "no_consent": _(
            "Never said yes to this purpose over this channel, or took it back. Only they can change that."
        ),
        "no_address": _("The channel does not know where to reach them."),
        "budget": ngettext(
            "Nobody gets more than %(n)s message of all stores in a week. Stores they deal with more come first.",
            "Nobody gets more than %(n)s messages of all stores in a week. Stores they deal with more come first.",
            most,
        )
        % {"n": most},
        "closed": _("Closed the account."),
    }.get(name, "")


def foreseen(name: str, most: int) -> str:
    """Why, before anything is sent: only the store's own messages count here."""
    if name != "budget":
        return because(name, most)
    return ngettext(
        "Had %(n)s message of yours this week already. Those of other stores count too, but only when yours goes out.",
        "Had %(n)s messages of yours this week already. Those of other stores count too, but only when yours goes out.",
        most,
    ) % {"n": most}


def badge_kind(name: str) -> str:
    """The colour of an outcome."""
    return {"send": "good", "sent": "good", "held_out": "info", "failed": "bad", "waiting": "neutral"}.get(
        name, "warn"
    )


def note(text: str) -> str:
    """A channel's remark in the log."""
    return {
        "interrupted": _(
            "The program stopped while handing it over; it may have arrived, so it was not sent again."
        ),
        "refused": _("The mail server refused the address."),
        "disconnected": _("The mail server hung up; it may have arrived, so it was not sent again."),
        "error": _("The channel failed."),
    }.get(text, text)


def fault(details: Mapping[str, Any]) -> str:
    """A place in a text that cannot be filled."""
    known = listed(f"{{{name}}}" for name in details.get("known", ()))
    where = str(details.get("where", ""))
    if details.get("kind") == "unknown-field":
        return _("“{%(where)s}” is not known. You can use %(known)s.") % {"where": where, "known": known}
    if details.get("kind") == "no-words-instead":
        return _("“%(where)s” may be unknown of somebody. Say what stands there then: %(better)s.") % {
            "where": where,
            "better": "{" + where.strip("{}").partition("|")[0] + "|…}",
        }
    return _("The brace in “%(where)s” opens or closes nothing. For a brace itself write it twice.") % {
        "where": where
    }


def title(verdict: Verdict) -> str:
    """The verdict in a few words."""
    return {
        "too-early": _("Too early to tell"),
        "too-few": _("Too few people to tell"),
        "no-effect": _("No effect"),
        "gain": _("It brought more"),
        "loss": _("It cost you"),
    }[verdict.kind]


def sentence(verdict: Verdict, currency: str, day: str) -> str:
    """The verdict in a sentence. `day`: until when orders count."""
    said = {
        "day": day, "people": FEWEST_PEOPLE, "buyers": FEWEST_BUYERS, "sent": verdict.sent, "held": verdict.held,
        "gain": money(round(abs(verdict.gain)), currency), "visible": money(round(verdict.visible), currency),
        "total": money(abs(verdict.total), currency),
    } | _ends(verdict, currency)  # fmt: skip
    return {
        "too-early": _("Orders count until %(day)s; then it stands here what the message brought."),
        "too-few": _(
            "At least %(people)s people and %(buyers)s buyers are needed among those who got it and among those held"
            " out. %(sent)s got it, %(held)s were held out."
        ),
        "no-effect": _(
            "No effect: those who got it and those held out spent alike, and the difference is one that chance alone"
            " makes. An effect under about %(visible)s a person could not be seen among so many people."
        ),
        "gain": _(
            "About %(total)s more over all %(sent)s people who got it (with 95 %% certainty between %(low)s and"
            " %(high)s): %(gain)s a person."
        ),
        "loss": _(
            "About %(total)s less over all %(sent)s people who got it (with 95 %% certainty between %(low)s and"
            " %(high)s): %(gain)s a person. Do not send it again."
        ),
    }[verdict.kind] % said


def _ends(verdict: Verdict, currency: str) -> dict[str, str]:
    low, high = sorted((abs(verdict.total_low), abs(verdict.total_high)))
    return {"low": money(low, currency), "high": money(high, currency)}
