"""Reads the hand-written content of the town from the TOML files beside this module."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from .nouns import Text

DATA = Path(__file__).parent / "data"


@cache
def read(name: str) -> dict[str, Any]:
    """The content of `data/<name>.toml`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def store_names() -> tuple[str, ...]:
    """Keys of all stores, in alphabetical order."""
    return tuple(sorted(path.stem for path in (DATA / "stores").glob("*.toml")))


def text(pair: list[str]) -> Text:
    """A bilingual text from a two-item list: English, Chinese."""
    english, chinese = pair
    return Text(english, chinese)


def split(joined: str) -> Text:
    """A bilingual text from `English|中文`; one part serves both languages."""
    english, _, chinese = joined.partition("|")
    return Text(english, chinese or english)
