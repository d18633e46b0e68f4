"""A strip of pictures passes by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.blocks import drawn, filled, picture, scene
from tests.town import Town


def shots(many: int) -> list[dict[str, Any]]:
    return [{"picture": picture(), "words": {"en": f"Shot {number}"}} for number in range(many)]


def test_each_picture_is_read_out_once(town: Town) -> None:
    shown = drawn("animation", {"pictures": shots(3)}, scene())
    assert [shown.count(f'alt="Shot {number}"') for number in range(3)] == [1, 1, 1]
    assert shown.count("<img") == 6
    assert shown.count('loading="lazy"') == 6
    assert "strip-3" in shown


def test_one_picture_alone_does_not_move(town: Town) -> None:
    assert filled("animation", {"pictures": shots(1)}, scene()) is None
    assert "two to six pictures" in drawn("animation", {"pictures": shots(1)}, scene(preview=True))


def test_it_moves_only_for_who_did_not_ask_for_calm_and_can_be_held() -> None:
    style = (Path(__file__).parent / "block.css").read_text()
    before, moving = style.split("@media (prefers-reduced-motion: no-preference)")
    assert "animation:" not in before.replace("@keyframes", "")
    assert "animation:" in moving
    assert ":checked) .strip-track { animation: none; }" in moving
