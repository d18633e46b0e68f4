"""Surveys in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.community.surveys.queries import Survey
from regulars.community.surveys.rules.themes import Theme
from regulars.faces.look.speech import listed
from regulars.goods.catalog.queries import said


def title(row: Survey) -> str:
    """The survey's title in the reader's language."""
    return said(row.title, row.title_zh)


def state(name: str) -> tuple[str, str]:
    """Code and label of a survey's state."""
    return {
        "draft": ("draft", _("Draft")),
        "open": ("open", _("Open")),
        "closed": ("closed", _("Closed")),
    }[name]


def audience(row: Survey) -> str:
    """Whom it asks."""
    if row.audience == "group":
        return row.segment.name if row.segment else _("a group, not chosen yet")
    if row.audience == "order":
        days = ngettext("%(n)s day later", "%(n)s days later", row.after_days) % {"n": row.after_days}
        return _("after a completed order, %(when)s") % {"when": days}
    return audiences()[row.audience]


def audiences() -> dict[str, str]:
    """Whom a survey can ask, for choosing."""
    return {
        "group": _("the people of a group"),
        "order": _("whoever completed an order"),
        "return": _("whoever got money back for a return"),
        "link": _("every customer who has the link"),
    }


def kinds() -> dict[str, str]:
    """Kinds of questions, for choosing."""
    return {
        "many": _("several answers to tick (reasons)"),
        "one": _("one answer to choose"),
        "scale": _("a number from 0 to 10"),
        "text": _("their own words"),
    }


def unaskable(why: str) -> str:
    """Why a question cannot be asked."""
    return {
        "no-text": _("Write a text for the question and for each answer."),
        "options": _("Write two to twelve answers, one on each line."),
        "too-many": _("Five questions are enough: people stop answering longer ones."),
    }.get(why, _("This question cannot be asked as it is."))


def band(name: str) -> str:
    """A part of the scale."""
    return {
        "9-10": _("Promoters (9 and 10)"),
        "7-8": _("In between (7 and 8)"),
        "0-6": _("Detractors (0 to 6)"),
    }[name]


def theme(one: Theme) -> str:
    """What a theme is called: its subject, or its most telling words."""
    return subjects().get(one.subject) or listed(one.words[:3]) or _("Without a common word")


def subjects() -> dict[str, str]:
    """Names of the subjects that are known in both languages."""
    return {
        "=quality": _("Quality and workmanship"),
        "=price": pgettext("theme", "Price"),
        "=delivery": pgettext("theme", "Delivery"),
        "=packing": _("Packing"),
        "=service": _("Service"),
        "=taste": _("Taste and smell"),
        "=fresh": _("Freshness"),
        "=looks": _("Looks and colours"),
        "=size": _("Size and fit"),
        "=feel": _("Comfort and feel"),
        "=stuff": _("Material"),
        "=genuine": _("Genuine, trusted"),
        "=choice": _("Choice, rare things"),
        "=gift": _("A gift"),
        "=story": _("Stories and knowledge"),
        "=again": _("Habit, family"),
        "=return": _("Returns"),
    }


def mix(one: Theme) -> str:
    """In which languages a theme was written."""
    english = len(one.members) - one.chinese
    if not one.chinese:
        return _("all in English")
    if not english:
        return _("all in Chinese")
    return _("%(english)s in English, %(chinese)s in Chinese") % {"english": english, "chinese": one.chinese}


def stages(counts: Sequence[tuple[str, int]]) -> str:
    """Stages with how many people, in one line."""
    return listed(f"{name} {many}" for name, many in counts)
