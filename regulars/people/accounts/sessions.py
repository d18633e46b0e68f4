"""Sessions as Django keeps them, in its own table: read and written by statements that are put into SQL once."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string

from regulars.ground.kit.statements import insert, statement, update

LENGTH = 32
KEY = re.compile(rf"[{VALID_KEY_CHARS}]{{8,40}}")


@statement
def _running(session_key: str, now: datetime) -> QuerySet[Session, Session]:
    return Session.objects.filter(session_key=session_key, expire_date__gt=now)


class SessionStore(Kept):
    """One session."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Whatever else a cookie says is nobody's, and no text for a database: it may hold a NUL."""
        return bool(key) and KEY.fullmatch(str(key)) is not None

    def _get_session_from_db(self) -> Session | None:
        # As Django wrote the end: a clock that is set to another day ends nobody's session.
        found = _running.first(str(self.session_key), timezone.now())  # noqa: TID251 (its own clock)
        if found is None:
            self._session_key = None
        return found

    def _get_new_session_key(self) -> str:
        """By lot among 10^49; `create` tries again where one is taken."""
        return get_random_string(LENGTH, VALID_KEY_CHARS)

    def save(self, must_create: bool = False) -> None:
        """Write the session. Raises CreateError for a key that is taken, UpdateError for a session that ended."""
        if self.session_key is None:
            self.create()
            return
        kept: Any = self
        row = kept.create_model_instance(kept._get_session(no_load=must_create))
        if must_create:
            try:
                with transaction.atomic():
                    insert(row)
            except IntegrityError as taken:
                raise CreateError from taken
            return
        with transaction.atomic():
            there = update(row, "session_data", "expire_date")
        if not there:
            raise UpdateError
