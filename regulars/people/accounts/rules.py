"""Persons from elsewhere, as plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person an import brings. Without `email` nobody can log in; `address` holds the parts of an Address."""

    external_ref: str
    name: str = ""
    email: str | None = None
    language: str = "en"
    birth_decade: int | None = None
    joined_at: datetime | None = None
    address: Mapping[str, str] | None = None
