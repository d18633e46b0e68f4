"""Longer plain text: several lines, each of them clean."""

from __future__ import annotations

from regulars.ground.kit.sanitize import plain


def paragraphs(text: str, *, limit: int = 4000) -> str:
    """Plain text that keeps its line breaks; at most `limit` characters, never more than one empty line."""
    lines = [plain(line, limit=limit) for line in text[: limit * 2].splitlines()]
    kept = [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]
    return "\n".join(kept).strip()[:limit]
