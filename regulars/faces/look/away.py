"""When the database does not answer or the disk is full: a page that needs neither."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import Refusal

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# What SQLite and PostgreSQL say when it is not the question that is wrong.
SIGNS = (
    "disk is full", "disk i/o error", "no space left", "could not extend file", "unable to open database file",
    "connection", "server closed", "terminating", "starting up", "shutting down", "recovery mode", "not accepting",
    "readonly database", "read-only transaction",
)  # fmt: skip


class Away(Refusal):
    """Nothing can be kept at the moment."""

    status = 503
    code = "away"
    sentence = _(
        "We cannot save anything just now; looking around may still work. Nothing you sent counts twice: "
        "wait a minute and send it again."
    )


def is_away(error: BaseException | None) -> bool:
    """Whether the error says that the database is gone or the disk is full, not that the program is wrong."""
    return any(_says_so(one) for one in _chain(error))


def _says_so(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if isinstance(error, InterfaceError):
        return True
    return isinstance(error, OperationalError) and any(sign in str(error).lower() for sign in SIGNS)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def plain_page(context: dict[str, Any], status: int) -> HttpResponse:
    """The error page without anything that is asked of the database."""
    return HttpResponse(render_to_string("look/error.html", context, using="jinja2"), status=status)
