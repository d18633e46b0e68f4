"""Persons from elsewhere, as plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

DECADES = (1920, 1930, 1940, 1950, 1960, 1970, 1980, 1990, 2000, 2010)
"""Birth decades somebody may say, by their first year."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person an import brings. Without `email` nobody can log in; `address` holds the parts of an Address.

    `email_proven`: the e-mail is known to be this person's (the demo town; a market that confirmed it before).
    """

    external_ref: str
    name: str = ""
    email: str | None = None
    language: str = "en"
    birth_decade: int | None = None
    joined_at: datetime | None = None
    address: Mapping[str, str] | None = None
    email_proven: bool = False
