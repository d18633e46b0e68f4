"""Reading a form: every field becomes a value, or a sentence that stands beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from regulars.ground.kit.money import to_decimal, to_minor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants.queries import market

MAX_MINOR = 10**12


class Given:
    """A form as it came. `errors` names the fields that cannot stand, each with a sentence."""

    def __init__(self, post: Mapping[str, str], currency: str = "") -> None:
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

    def text(self, name: str, *, needed: str = "") -> str:
        """The field without spaces around it; `needed` is the sentence when it is empty."""
        found = self.post.get(name, "").strip()
        if needed and not found:
            self.refuse(name, needed)
        return found

    def money(self, name: str, *, needed: bool = False) -> int | None:
        """An amount in minor units; None for an empty field or one that cannot be read."""
        text = self.text(name).replace(",", "")
        if not text:
            self._needed(name, needed)
            return None
        try:
            if re.fullmatch(r"\d{1,13}(\.\d+)?", text, re.ASCII):
                minor = to_minor(Decimal(text), self.currency)
                if minor <= MAX_MINOR:
                    return minor
        except ValueError:
            pass
        self.refuse(name, _("Write an amount like %(example)s.") % {"example": "128.00"})
        return None

    def whole(self, name: str, *, needed: bool = False, high: int = 10_000_000) -> int | None:
        """A whole number from 1 up; None for an empty field or one that cannot be read."""
        text = self.text(name)
        if not text:
            self._needed(name, needed)
            return None
        if re.fullmatch(r"\d{1,8}", text, re.ASCII) and 1 <= int(text) <= high:
            return int(text)
        self.refuse(name, _("Write a whole number from 1 to %(high)s.") % {"high": f"{high:,}"})
        return None

    def percent(self, name: str, *, most: int = 100, needed: bool = False) -> int | None:
        """A percentage from 0 to `most` as basis points; None when empty or not to be read."""
        text = self.text(name).rstrip("%").strip()
        if not text:
            self._needed(name, needed)
            return None
        if re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text, re.ASCII) and Decimal(text) <= most:
            return int(Decimal(text) * 100)
        self.refuse(name, _("Write a percentage from 0 to %(most)s, like 6 or 6.5.") % {"most": most})
        return None

    def moment(self, name: str) -> datetime | None:
        """A day and time in the market's zone, as an aware moment."""
        try:
            found = datetime.fromisoformat(self.text(name))
            return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(market().zone))
        except ValueError:
            self.refuse(name, _("Choose a day and a time."))
            return None

    def _needed(self, name: str, needed: bool) -> None:
        if needed:
            self.refuse(name, _("This field is needed."))

    def listed(self) -> list[dict[str, str]]:
        """The errors for the summary above the form."""
        return [{"text": text, "href": f"#f-{name}"} for name, text in self.errors.items()]


def major(minor: int | None, currency: str) -> str:
    """Minor units as a form shows them: "128.00"; empty for None."""
    return "" if minor is None else str(to_decimal(minor, currency))
