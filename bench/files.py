"""Where a data set lies: a folder with `train.parquet` and `test.parquet`, or the beginning of two names."""

from __future__ import annotations

from pathlib import Path


def parts(data: Path) -> tuple[Path, Path]:
    """(train, test) of a folder, or of what begins like `data`: `DIR/name` finds `DIR/name_train.parquet` and its pair.

    Raises SystemExit with what is missing, or with what there is more than one of.
    """
    train, test = (_one(data, word) for word in ("train", "test"))
    return train, test


def _one(data: Path, word: str) -> Path:
    pattern = f"{word}*.parquet" if data.is_dir() else f"{data.name}*{word}*.parquet"
    found = sorted((data if data.is_dir() else data.parent).glob(pattern))
    if len(found) != 1:
        raise SystemExit(f"{data}: one {pattern} is needed; found {[one.name for one in found]}.")
    return found[0]
