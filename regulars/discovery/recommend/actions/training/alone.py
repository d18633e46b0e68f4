"""One training at a time in a house; whoever comes second reads who is at it, and since when."""

from __future__ import annotations

import fcntl
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from regulars.discovery.recommend.queries.place import root
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import Refusal

MOST_BYTES = 1000


class AlreadyTraining(Refusal):
    """Another process is at it; `details` name it where it said its name: `named`, `host`, `process`, `since`."""

    status = 409
    code = "already-training"
    sentence = _("A model is being trained at this moment. Wait until it is done.")


class _Who(msgspec.Struct):
    """Who trains: what it calls itself, its machine and process, since when."""

    named: str
    host: str
    process: int
    since: datetime


@contextmanager
def alone(named: str = "") -> Iterator[None]:
    """Train while nobody else does. Raises AlreadyTraining."""
    root().mkdir(parents=True, exist_ok=True)
    handle = os.open(root() / "train.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(handle)
        _sign(handle, _Who(named or "regulars", platform.node(), os.getpid(), clock.now()))
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise _refusal(handle) from error


def _sign(handle: int, who: _Who) -> None:
    os.ftruncate(handle, 0)
    os.pwrite(handle, msgspec.json.encode(who), 0)


def _refusal(handle: int) -> AlreadyTraining:
    try:
        who = msgspec.json.decode(os.pread(handle, MOST_BYTES, 0), type=_Who)
    except msgspec.DecodeError:
        return AlreadyTraining()
    minutes = int((clock.now() - who.since).total_seconds() // 60)
    sentence = _(
        "A model is being trained at this moment, by %(named)s (process %(process)d on %(host)s), since %(since)s UTC"
        " (%(minutes)d minutes ago). Wait until it is done."
    )
    said: dict[str, Any] = {"named": who.named, "host": who.host, "process": who.process}
    since = f"{who.since:%Y-%m-%d %H:%M}"
    whole = sentence % {**said, "since": since, "minutes": minutes}
    return AlreadyTraining(whole, **said, since=who.since.isoformat())
