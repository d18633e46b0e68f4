"""Where the lake lies and which secrets sign its visitors."""

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings


class LakeMisplaced(Exception):
    """The lake has no place: neither an argument, a setting nor the environment names one."""


def place(folder: Path | str | None = None) -> Path:
    """Return the lake's local folder: the argument, or what `LAKE_URL` or `REGULARS_HOME` say."""
    if folder is not None:
        return Path(folder).absolute()
    return local_folder(url())


def url() -> str:
    """Return `LAKE_URL`; without one, the folder `lake` in `REGULARS_HOME`."""
    given = _setting("LAKE_URL")
    if given:
        return given
    home = _setting("REGULARS_HOME")
    if not home:
        raise LakeMisplaced("Set REGULARS_HOME or LAKE_URL (for example file:///srv/regulars/lake).")
    return (Path(home).absolute() / "lake").as_uri()


def local_folder(address: str) -> Path:
    """Return the folder of a `file://` address; raises `LakeMisplaced` for any other scheme."""
    parts = urlsplit(address)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path:
        raise LakeMisplaced(f"LAKE_URL {address!r} is no folder; write file:///absolute/folder.")
    return Path(unquote(parts.path))


def secrets() -> Sequence[bytes]:
    """Return the signing secrets, the current one first."""
    names = [_setting("SECRET_KEY")]
    if settings.configured:
        names += getattr(settings, "SECRET_KEY_FALLBACKS", [])
    found = [name.encode() for name in names if name]
    if not found:
        raise LakeMisplaced("Set SECRET_KEY so that visitors can be told apart.")
    return found


def most_a_minute() -> int:
    """How many events one address may send in a minute to one process; 0 means any number."""
    return int(_setting("BEACONS_PER_MINUTE") or "0")


def _setting(name: str) -> str:
    value = getattr(settings, name, "") if settings.configured else ""
    return str(value or os.environ.get(name, ""))
