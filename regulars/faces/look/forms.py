"""Reading a form: every field becomes a value or a sentence that stands beside it; what was typed is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _

from regulars.ground.kit.money import precision, to_decimal, to_minor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants.queries import market

MAX_MINOR = 10**12
# Beyond them sums of moments and zones leave the calendar.
YEARS = range(1900, 2200)
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)


class Given:
    """A form as it came. `errors` names the fields that cannot stand, each with a sentence."""

    def __init__(self, post: QueryDict, currency: str = "") -> None:
        self.post = post
        self.currency = currency or market().currency
        self.errors: dict[str, str] = {}

    def refuse(self, name: str, sentence: str) -> None:
        """Mark a field; the first sentence about it stays."""
        self.errors.setdefault(name, sentence)

    def take(self, refusal: Refusal, places: Mapping[str, str], other: str) -> None:
        """Put an action's refusal beside its field. One that belongs to no field is raised again."""
        if isinstance(refusal, NotFound) or refusal.status in (401, 403):
            raise refusal
        self.refuse(places.get(refusal.param or "", refusal.param or other), str(refusal.sentence))

    def listed(self) -> list[dict[str, str]]:
        """The errors for the summary above the form."""
        return [{"text": text, "href": f"#f-{name}"} for name, text in self.errors.items()]

    def text(self, name: str, *, needed: str = "") -> str:
        """The field without spaces around it; `needed` is the sentence when it is empty."""
        found = self.post.get(name, "").strip()
        if needed and not found:
            self.refuse(name, needed)
        return found

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        return name in self.post

    def money(self, name: str, *, needed: bool = False) -> int | None:
        """An amount in minor units; None for an empty field."""
        return self._kept(name, money_of(self.text(name), self.currency), needed)

    def whole(self, name: str, *, needed: bool = False, low: int = 1, high: int = 10_000_000) -> int | None:
        """A whole number; None for an empty field."""
        return self._kept(name, whole_of(self.text(name), low, high), needed)

    def percent(self, name: str, *, needed: bool = False, low: int = 1, most: int = 100) -> int | None:
        """A percentage from `low` basis points to `most` per cent, as basis points; None for an empty field."""
        return self._kept(name, percent_of(self.text(name), low, most), needed)

    def moment(self, name: str) -> datetime | None:
        """A day and time in the market's zone, as an aware moment."""
        found = moment_of(self.text(name))
        if found is None:
            self.refuse(name, _("Choose a day and a time."))
        return found

    def _kept(self, name: str, found: int | str | None, needed: bool) -> int | None:
        if isinstance(found, str):
            self.refuse(name, found)
            return None
        if found is None and needed:
            self.refuse(name, _("This field is needed."))
        return found


def moment_of(text: str) -> datetime | None:
    """The day and time typed, in the market's zone unless it names one; None when it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.year not in YEARS:
        return None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(market().zone))


def money_of(text: str, currency: str) -> int | str | None:
    """The amount typed in minor units, None when empty, or a sentence saying what is wrong."""
    clean = text.replace(",", "") if GROUPED.fullmatch(text) else text
    if not clean:
        return None
    try:
        minor = (
            to_minor(Decimal(clean), currency) if re.fullmatch(r"\d{1,13}(\.\d+)?", clean, re.ASCII) else -1
        )
    except (InvalidOperation, ValueError):
        minor = -1
    if 0 <= minor <= MAX_MINOR:
        return minor
    return _("Write an amount like %(example)s.") % {"example": "128.00" if precision(currency) else "128"}


def whole_of(text: str, low: int, high: int) -> int | str | None:
    """The whole number typed, None when empty, or a sentence."""
    if not text:
        return None
    if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) and low <= int(text) <= high:
        return int(text)
    return _("Write a whole number from %(low)s to %(high)s.") % {"low": f"{low:,}", "high": f"{high:,}"}


def percent_of(text: str, low: int = 1, most: int = 100) -> int | str | None:
    """The percentage typed in basis points, None when empty, or a sentence."""
    clean = text.rstrip("%").strip()
    if not clean:
        return None
    if re.fullmatch(r"\d{1,3}(\.\d{1,2})?", clean, re.ASCII) and low <= Decimal(clean) * 100 <= most * 100:
        return int(Decimal(clean) * 100)
    return _("Write a percentage like 6 or 12.5, at most %(most)s.") % {"most": most}


def major(minor: int | None, currency: str) -> str:
    """Minor units as a form shows them: "128.00"; empty for None."""
    return "" if minor is None else str(to_decimal(minor, currency))


def local_input(moment: datetime) -> str:
    """A moment as a datetime-local field shows it, in the market's zone."""
    return moment.astimezone(ZoneInfo(market().zone)).strftime("%Y-%m-%dT%H:%M")
