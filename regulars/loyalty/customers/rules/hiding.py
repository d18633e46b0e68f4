"""Addresses and numbers in free text, shown as they are in a contact that was not opened."""

from __future__ import annotations

import re

from regulars.loyalty.customers.rules.relations import mask_email, mask_phone

EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\"]{2,}")
# Eight digits or more, as people write them: with spaces, dashes, dots or brackets between.
PHONE = re.compile(r"(?<![\w.,])\+?\d(?:[\s\-.()/]{0,2}\d){7,14}(?!\w)")


def hidden(text: str) -> str:
    """The text with e-mails and phone numbers masked. Days such as 2026-05-06 stay."""
    return PHONE.sub(_number, EMAIL.sub(lambda found: mask_email(found[0]), text))


def _number(found: re.Match[str]) -> str:
    return found[0] if _DAY.fullmatch(found[0].strip()) else mask_phone(found[0])


_DAY = re.compile(r"(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d")
