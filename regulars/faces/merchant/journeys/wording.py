"""Journeys said in words: steps, what happened at them and why, what a draft lacks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.faces.look.moments import local_datetime
from regulars.faces.merchant.daily.words import channel as channel
from regulars.faces.merchant.messages.wording import outcome as fate
from regulars.faces.merchant.messages.wording import purpose as purpose
from regulars.goods.catalog.queries import said as in_language
from regulars.loyalty.journeys.rules.definition import Definition, Entry, Exit, Send, Split, Step, Tag, Wait
from regulars.loyalty.journeys.rules.faults import Fault

Names = Mapping[str, str]
ICONS = {"send": "envelope", "wait": "clock", "split": "grid", "tag": "tag", "exit": "check"}


def state(name: str) -> tuple[str, str]:
    """Where a journey is, as a pill: its colour's code and its words."""
    return {
        "draft": ("draft", _("Draft")),
        "running": ("active", pgettext("journey", "Running")),
        "paused": ("paused", _("Paused")),
        "ended": ("ended", pgettext("journey", "Ended")),
    }[name]


def kinds() -> list[tuple[str, str, str]]:
    """Every kind of step: its key, its name, its icon."""
    names = {
        "send": _("Message"),
        "wait": pgettext("journey", "Wait"),
        "split": _("Fork"),
        "tag": _("Tag"),
        "exit": pgettext("journey", "End"),
    }
    return [(key, name, ICONS[key]) for key, name in names.items()]


def group(names: Names, public_id: str) -> str:
    """A group's name between quotation marks."""
    return _("“%(name)s”") % {"name": names.get(public_id) or "…"}


def days(count: int) -> str:
    """A number of days."""
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": count}


def hours(count: int) -> str:
    """A number of hours, as days where they are whole."""
    return ngettext("%(n)s hour", "%(n)s hours", count) % {"n": count} if count % 24 else days(count // 24)


def weekdays() -> list[tuple[str, str]]:
    """Days of the week to choose from."""
    named = [
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    ]  # fmt: skip
    return [("-1", _("any day")), *((str(number), name) for number, name in enumerate(named))]


def entry(said: Entry, names: Names) -> str:
    """Who goes on a journey, in a sentence."""
    if not said.group:
        return _("Nobody yet: choose a group.")
    sentence = {
        "new": _("Everybody who newly gets into %(group)s."),
        "now": _("Everybody who is in %(group)s at the start."),
        "both": _("Everybody in %(group)s at the start, and whoever gets into it later."),
    }[said.who] % {"group": group(names, said.group)}
    if not said.again_days:
        return sentence
    return f"{sentence} {_('Again after %(days)s at the earliest.') % {'days': days(said.again_days)}}"


def step(one: Step, names: Names) -> tuple[str, str]:
    """A step's name and what it does."""
    match one:
        case Send():
            where = f"{channel(one.channel)} · {purpose(one.purpose)}"
            return in_language(one.subject, one.subject_zh) or _("Message without words"), where
        case Wait():
            return pgettext("journey", "Wait"), _waits(one, names)
        case Split(by="share"):
            return _("Fork by chance"), _("%(n)s %% go the first way, always the same people.") % {
                "n": one.percent
            }
        case Split():
            return _("Fork"), _("Is the person in %(group)s?") % {"group": group(names, one.group)}
        case Tag():
            return _("Tag"), _("Put %(name)s on.") % {"name": _("“%(name)s”") % {"name": one.name or "…"}}
        case Exit():
            return pgettext("journey", "End"), _("The journey is over for whoever comes here.")


def sides(one: Split) -> tuple[str, str]:
    """What is written over the two ways of a fork."""
    if one.by == "share":
        return f"{one.percent} %", f"{100 - one.percent} %"
    return pgettext("fork", "Yes"), pgettext("fork", "No")


def _waits(one: Wait, names: Names) -> str:
    if one.how == "time":
        return hours(one.hours)
    if one.how == "group":
        return _("Until they are in %(group)s, for %(days)s at most.") % {
            "group": group(names, one.group), "days": days(one.days),
        }  # fmt: skip
    day = dict(weekdays())[str(one.weekday)]
    return _("Until %(day)s, %(hour)s:00.") % {"day": day, "hour": one.hour}


def fault(one: Fault) -> str:
    """What is missing, and what to do."""
    return {
        "no-entry": _("Choose the group whose people go on this journey."),
        "no-steps": _("Add the first step."),
        "no-group": _("Choose a group."),
        "group-gone": _("The group was put away. Choose another one."),
        "no-text": _("Write a subject and a text."),
        "half-text": _("Write subject and text, in each language that you use."),
        "faulty-text": _("A place in braces cannot be filled: %(piece)s") % {"piece": one.piece},
        "no-channel": _("This channel is not there. Choose another one."),
        "no-tag": _("Say what the tag is called."),
        "after-exit": _("Nobody gets here: the step above ends the journey. Move or remove one of them."),
        "goal-is-entry": _("Goal and entry are the same group, so nobody would enter."),
    }[one.problem]


def outcome(name: str) -> str:
    """How it ended for somebody, or that it has not."""
    return {
        "": _("Under way"),
        "under-way": _("Under way"),
        "done": _("Came to the end"),
        "reached": _("Reached the goal"),
        "left": _("Left by an end on the way"),
        "closed": _("Account closed"),
        "went": _("Stopped following"),
        "ended": _("The journey was ended"),
    }.get(name, name)


def outcome_kind(name: str) -> str:
    """The colour of an outcome."""
    return {"reached": "good", "": "info", "under-way": "info", "went": "warn", "closed": "warn"}.get(
        name, "neutral"
    )


def passed(what: str) -> str:
    """What happened at a step, for a count."""
    return {
        "waited": _("waited"),
        "came": _("got there"),
        "in_vain": _("not in time"),
        "yes": _("first way"),
        "no": _("second way"),
        "tagged": _("tagged"),
        "not_tagged": _("not tagged"),
        "exit": pgettext("journey", "ended here"),
        "week_full": _("waited for next week"),
        "gave_up": _("week stayed full"),
        "reached": _("reached the goal"),
        "went": _("stopped following"),
    }.get(what) or fate(what)


def happened(what: str, detail: str, one: Step | None, names: Names) -> str:
    """A line of somebody's log: what happened, and why."""
    title = _("“%(name)s”") % {"name": step(one, names)[0] if one else "…"}
    said = {"title": title, "group": group(names, detail), "detail": detail}
    told = {
        "sent": _("%(title)s was sent."),
        "failed": _("%(title)s could not be delivered."),
        "no_consent": _("%(title)s was not sent: they have not allowed it."),
        "no_address": _("%(title)s was not sent: the channel does not know where to reach them."),
        "closed": _("%(title)s was not sent: the account is closed."),
        "stopped": _("%(title)s was not sent: it was stopped."),
        "gave_up": _("%(title)s was not sent: their week stayed full of messages of all stores."),
        "waited": _("Waited as long as planned."),
        "came": _("Got into %(group)s, and so waited no longer."),
        "in_vain": _("Waited in vain."),
        "tagged": _("Got the tag “%(detail)s”."),
        "not_tagged": _("Got no tag: something else is called “%(detail)s” now."),
        "exit": _("Came to an end on the way."),
        "reached": _("Got into %(group)s: the goal is reached."),
        "went": _("Stopped following the store."),
    }.get(what, what)
    if what == "held_out":
        return _held_out(one, title)
    if what in ("yes", "no"):
        return _forked(what, detail, one, names)
    if what == "week_full":
        when = local_datetime(datetime.fromisoformat(detail))
        return _("%(title)s waits: their week is full of messages of all stores. Next try: %(when)s.") % {
            "title": title, "when": when,
        }  # fmt: skip
    return told % said


def _held_out(one: Step | None, title: str) -> str:
    if isinstance(one, Tag):
        return _("Got no tag: was chosen by chance to get nothing, for comparison.")
    return _("%(title)s was not sent: was chosen by chance to get nothing, for comparison.") % {
        "title": title
    }


def _forked(what: str, detail: str, one: Step | None, names: Names) -> str:
    if isinstance(one, Split) and one.by == "share":
        way = sides(one)[what == "no"]
        return _("Is among the %(share)s chosen by chance.") % {"share": way}
    if what == "yes":
        return _("Took the first way: is in %(group)s.") % {"group": group(names, detail)}
    return _("Took the second way: is not in %(group)s.") % {"group": group(names, detail)}


def goal(said: Definition, names: Names) -> str:
    """What ends a journey early, in a sentence."""
    if not said.goal:
        return _("None: everybody goes to the end.")
    return _("Whoever is in %(group)s leaves at once, as one who got there.") % {
        "group": group(names, said.goal)
    }
