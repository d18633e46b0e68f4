"""Where this installation keeps its data, and its secret."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def home() -> Path:
    """REGULARS_HOME, or `.home` beside the code. Created for its owner only when missing."""
    place = Path(os.environ.get("REGULARS_HOME") or ROOT / ".home").expanduser().resolve()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


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
