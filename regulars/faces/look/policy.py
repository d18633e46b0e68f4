"""The content security policy, put together once for all answers that change nothing about it."""

from __future__ import annotations

from functools import lru_cache

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

CHANGES = frozenset(
    f"_csp_{what}{end}" for what in ("config", "update", "replace", "exempt") for end in ("", "_ro")
)
BLANK = "0NONCE0"


class Policy(CSPMiddleware):
    """django-csp, which makes the policy out of the settings for every answer, and of the one that only reports too."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the policy."""
        if settings.DEBUG or HEADER in response or not CHANGES.isdisjoint(vars(response)):
            changed: HttpResponseBase = super().process_response(request, response)
            return changed
        nonce: str | None = getattr(request, "_csp_nonce", None)
        usual = _usual(nonce is not None)
        response[HEADER] = usual.replace(BLANK, nonce) if nonce is not None else usual
        if nonce is None:
            # Whoever asks for one now is told that it is too late.
            request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response


@lru_cache(2)
def _usual(nonced: bool) -> str:
    return str(build_policy(nonce=BLANK if nonced else None))
