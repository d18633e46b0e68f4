"""Tests that stand beside what they test find the fixtures of `tests` here."""

from tests.conftest import (
    _books_are_right_afterwards,
    _fresh_cache_and_language,
    real_town,
    town,
)

__all__ = ["_books_are_right_afterwards", "_fresh_cache_and_language", "real_town", "town"]
