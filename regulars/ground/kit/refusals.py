"""An expected "no": a status, a code for machines and a sentence for people that says what to do."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Base of every expected "no". Subclasses stand beside the action that says it."""

    status = 422
    code = "refused"
    sentence: str | Promise = _("This cannot be done as asked.")

    def __init__(self, sentence: str | Promise | None = None, *, param: str | None = None, **details: Any):
        self.sentence = sentence if sentence is not None else type(self).sentence
        self.param = param
        self.details = details
        super().__init__(self.code)

    def problem(self, request_id: str = "") -> dict[str, Any]:
        """RFC 9457 problem details."""
        body: dict[str, Any] = {
            "type": f"/docs/refusals#{self.code}",
            "title": self.code.replace("-", " "),
            "status": self.status,
            "code": self.code,
            "detail": str(self.sentence),
            "request_id": request_id,
            "retryable": self.status in {409, 429, 503},
        }
        if self.param:
            body["param"] = self.param
        return body | ({"details": self.details} if self.details else {})


class NotFound(Refusal):
    """Nothing here for this viewer, whether it exists or not."""

    status = 404
    code = "not-found"
    sentence = _("We could not find this. It may have moved, or the link is incomplete.")


class NotAllowed(Refusal):
    """The viewer belongs here but lacks the right."""

    status = 403
    code = "not-allowed"
    sentence = _("Your role does not include this. Ask the owner of the store to grant it.")


class LogInFirst(Refusal):
    """Nobody is logged in."""

    status = 401
    code = "log-in-first"
    sentence = _("Please log in first.")


class BadInput(Refusal):
    """A field cannot be understood; `param` names it."""

    status = 400
    code = "bad-input"
    sentence = _("Some of what was sent cannot be understood. Check the marked fields and send again.")


class Busy(Refusal):
    """Somebody else is changing the same thing this moment."""

    status = 409
    code = "busy"
    sentence = _("This is being changed at this very moment. Wait a second and send it again.")
