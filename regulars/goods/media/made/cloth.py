"""Knits, prints, folds and fringes."""

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageDraw

from regulars.goods.media.made.color import (
    WHITE,
    Color,
    Palette,
    darker,
    lighter,
)
from regulars.goods.media.made.curves import Point
from regulars.goods.media.made.easel import Easel, Form


def knit(easel: Easel, wool: Color, dice: Random, *, fine: bool = False) -> Image.Image:
    """A tile of stitches."""
    step = max(4, round((13 if fine else dice.choice((18, 22, 28))) * easel.unit))
    tile = Image.new("RGB", (step, step), darker(wool, 0.32))
    pen = ImageDraw.Draw(tile)
    width = max(2, round(step * 0.36))
    for y in (-step, 0, step):
        pen.line([(step * 0.1, y), (step * 0.46, y + step * 0.8)], wool, width)
        pen.line([(step * 0.9, y), (step * 0.54, y + step * 0.8)], lighter(wool, 0.1), width)
    return tile


def print_tile(easel: Easel, colors: Palette, dice: Random) -> Image.Image:
    """A tile of a printed silk: dots, waves, leaves, a lattice, petals or squares."""
    step = max(8, round(dice.choice((64, 84, 104)) * easel.unit))
    tile = Image.new(
        "RGB", (step, step), dice.choice((colors.light, colors.main, lighter(colors.main, 0.72)))
    )
    pen = ImageDraw.Draw(tile)
    kind = dice.choice((_dots, _waves, _leaves, _lattice, _petals, _checks))
    kind(pen, step, dice.choice((colors.accent, colors.dark)), darker(colors.main, 0.1))
    return tile


def _dots(pen: ImageDraw.ImageDraw, s: int, one: Color, two: Color) -> None:
    for x, y, r, tone in (
        (0.25, 0.25, 0.15, one),
        (0.75, 0.75, 0.15, two),
        (0.75, 0.25, 0.05, two),
        (0.25, 0.75, 0.05, one),
    ):
        pen.ellipse([(x - r) * s, (y - r) * s, (x + r) * s, (y + r) * s], tone)


def _waves(pen: ImageDraw.ImageDraw, s: int, one: Color, two: Color) -> None:
    for cx, cy in ((0, 1), (1, 1), (0.5, 0.75), (0, 0.5), (1, 0.5), (0.5, 0.25)):
        for share, tone in ((0.5, one), (0.42, WHITE), (0.36, two), (0.26, WHITE), (0.2, one)):
            pen.ellipse(
                [(cx - share) * s, (cy + 0.25 - share) * s, (cx + share) * s, (cy + 0.25 + share) * s], tone
            )


def _leaves(pen: ImageDraw.ImageDraw, s: int, one: Color, two: Color) -> None:
    pen.line([(0, s), (s, 0)], two, max(1, s // 24))
    for t in (0.2, 0.5, 0.8):
        x, y = t * s, (1 - t) * s
        pen.polygon([(x, y), (x - 0.04 * s, y - 0.24 * s), (x + 0.1 * s, y - 0.2 * s)], one)
        pen.polygon([(x, y), (x + 0.24 * s, y + 0.04 * s), (x + 0.2 * s, y - 0.1 * s)], two)


def _lattice(pen: ImageDraw.ImageDraw, s: int, one: Color, two: Color) -> None:
    for a, b in (
        ((0, s / 2), (s / 2, 0)),
        ((s / 2, 0), (s, s / 2)),
        ((s, s / 2), (s / 2, s)),
        ((s / 2, s), (0, s / 2)),
    ):
        pen.line([a, b], one, max(2, s // 14))
    pen.ellipse([0.4 * s, 0.4 * s, 0.6 * s, 0.6 * s], two)


def _petals(pen: ImageDraw.ImageDraw, s: int, one: Color, two: Color) -> None:
    for n in range(6):
        x, y = (0.5 + 0.2 * math.cos(n * math.pi / 3)) * s, (0.5 + 0.2 * math.sin(n * math.pi / 3)) * s
        pen.ellipse([x - 0.13 * s, y - 0.13 * s, x + 0.13 * s, y + 0.13 * s], one)
    pen.ellipse([0.4 * s, 0.4 * s, 0.6 * s, 0.6 * s], two)
    for x, y in ((0, 0), (s, 0), (0, s), (s, s)):
        pen.ellipse([x - 0.09 * s, y - 0.09 * s, x + 0.09 * s, y + 0.09 * s], two)


def _checks(pen: ImageDraw.ImageDraw, s: int, one: Color, two: Color) -> None:
    pen.rectangle([0, 0, s * 0.34, s], lighter(one, 0.45))
    pen.rectangle([0, 0, s, s * 0.34], lighter(two, 0.35))
    pen.rectangle([0, 0, s * 0.34, s * 0.34], one)
    pen.line([(s * 0.67, 0), (s * 0.67, s)], WHITE, max(1, s // 26))
    pen.line([(0, s * 0.67), (s, s * 0.67)], WHITE, max(1, s // 26))


def folds(easel: Easel, form: Form, dice: Random, tone: Color, share: float = 1.0) -> None:
    """Soft bands of light and shadow, as cloth falls."""
    lean = dice.uniform(-160, 160)
    x = dice.uniform(60, 160)
    while x < 960:
        wide = dice.uniform(24, 60)
        for dx, color, much in ((0, darker(tone, 0.6), 0.30), (wide * 0.8, WHITE, 0.22)):
            band = easel.form(
                [
                    (x + dx + lean, 60),
                    (x + dx + lean + wide, 60),
                    (x + dx + wide * 0.6 - lean, 940),
                    (x + dx - lean, 940),
                ]
            )
            soft = easel.both(band, form)
            easel.spot(soft, x + dx + wide / 2, 500, 200 + abs(lean), 460, color, much * share)
        x += dice.uniform(110, 220)
    easel.shade(form, darker(tone, 0.6), -10, -12, 18, 0.5 * share)


def fringe(easel: Easel, edge: tuple[float, float, float], tone: Color, dice: Random) -> None:
    """Threads hanging from an edge (left, right, height)."""
    left, right, y = edge
    for n in range(18):
        x = left + (right - left) * (n + 0.5) / 18
        path = [
            (x, y - 14),
            (x + dice.uniform(-3, 3), y + 22),
            (x + dice.uniform(-9, 9), y + dice.uniform(48, 62)),
        ]
        easel.fill(easel.stroke(path, 7, 6, 4), (tone, darker(tone, 0.25), lighter(tone, 0.2))[n % 3])


def mirrored(points: Sequence[Point]) -> list[Point]:
    """The same on the other side of the middle."""
    return [(1000 - x, y) for x, y in points]
