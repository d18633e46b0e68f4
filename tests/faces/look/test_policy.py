"""The content security policy is that of django-csp, which it saves the work of."""

from __future__ import annotations

from typing import Any

import pytest
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse

from regulars.faces.look.policy import Policy

CHANGED: dict[str, dict[str, Any]] = {
    "as ever": {},
    "a part replaced": {"_csp_replace": {"frame-ancestors": ["'self'"]}},
    "a part added": {"_csp_update": {"img-src": ["https://pictures.example"]}},
    "exempt": {"_csp_exempt": True},
    "only reported": {"_csp_config_ro": {"default-src": ["'none'"]}},
}


def answered(
    kind: type[CSPMiddleware], changed: dict[str, Any], nonced: bool
) -> tuple[HttpRequest, dict[str, str]]:
    """The request and the lines of its answer, without its nonce."""
    request, response = HttpRequest(), HttpResponse("x")
    vars(response).update(changed)
    middleware = kind(lambda _request: response)
    middleware.process_request(request)
    nonce = str(request.csp_nonce) if nonced else ""  # type: ignore[attr-defined]
    lines = dict(middleware.process_response(request, response).items())
    assert not nonce or f"'nonce-{nonce}'" in str(lines) or "_csp_exempt" in changed
    return request, {name: value.replace(nonce, "…") if nonce else value for name, value in lines.items()}


@pytest.mark.parametrize("nonced", [False, True])
@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_it_says_what_django_csp_would_say(changed: dict[str, Any], nonced: bool) -> None:
    assert answered(Policy, changed, nonced)[1] == answered(CSPMiddleware, changed, nonced)[1]


def test_no_two_answers_share_a_nonce_and_none_is_given_too_late() -> None:
    first, _lines = answered(Policy, {}, True)
    other, _lines = answered(Policy, {}, True)
    assert first.csp_nonce != other.csp_nonce  # type: ignore[attr-defined]
    late, _lines = answered(Policy, {}, False)
    with pytest.raises(CSPNonceError):
        str(late.csp_nonce)  # type: ignore[attr-defined]
