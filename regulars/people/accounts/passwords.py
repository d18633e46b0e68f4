"""What a password must be, in the reader's language."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Django's, with a sentence that is translated: the catalogue of its Chinese has an older one."""

    def get_error_message(self) -> str:
        """What is said of a password that is too short."""
        return ngettext(
            "This password is too short: at least %(num)s character is needed.",
            "This password is too short: at least %(num)s characters are needed.",
            self.min_length,
        ) % {"num": self.min_length}
