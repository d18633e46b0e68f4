"""Where this installation keeps its data, and its secret."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

CODE = Path(__file__).resolve().parents[1]
CHECKOUT = CODE.parent


def home() -> Path:
    """REGULARS_HOME, else `.home` in a checkout, else the user's own data folder. Made for its owner only."""
    place = Path(os.environ.get("REGULARS_HOME") or _usual()).expanduser().resolve()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _usual() -> Path:
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / ".home"
    return Path(os.environ.get("XDG_DATA_HOME", "") or Path.home() / ".local" / "share") / "regulars"


def secret(place: Path) -> str:
    """SECRET_KEY from the environment, else made once and kept readable by the owner only."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    file = place / "secret"
    if not file.exists():
        draft = file.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()
