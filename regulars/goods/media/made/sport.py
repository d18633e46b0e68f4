"""Football shirts and footballs."""

import math
from random import Random

from PIL import Image, ImageDraw, ImageFont

from regulars.goods.media.made.cloth import folds, mirrored
from regulars.goods.media.made.color import (
    INK,
    PAPER,
    WHITE,
    Color,
    Palette,
    brightness,
    darker,
    lighter,
)
from regulars.goods.media.made.curves import ring, smooth
from regulars.goods.media.made.easel import Easel, Form
from regulars.goods.media.made.labels import crest

Space = tuple[float, float, float]


def jersey(easel: Easel, dice: Random, colors: Palette) -> None:
    """A football shirt with a sash, stripes or halves and a number."""
    trunk = smooth(
        [
            (404, 222),
            (500, 254),
            (596, 222),
            (672, 262),
            (660, 420),
            (668, 640),
            (680, 806),
            (500, 820),
            (320, 806),
            (332, 640),
            (340, 420),
            (328, 262),
        ],
        steps=5,
    )
    sleeve = [(398, 224), (322, 262), (222, 424), (312, 474), (352, 420), (376, 300)]
    body, arms = (
        easel.form(trunk),
        [easel.form(smooth(sleeve, steps=5)), easel.form(smooth(mirrored(sleeve), steps=5))],
    )
    easel.cast(easel.join(body, *arms), 14, 24, 24, 0.4)
    other = dice.choice(
        (PAPER, colors.accent, lighter(colors.main, 0.7), INK if brightness(colors.main) > 90 else PAPER)
    )
    for part in (*arms, body):
        easel.fill(part, colors.main)
    _livery(easel, body, arms, other, dice)
    for arm, x in zip(arms, (262, 738), strict=True):
        easel.fill(easel.both(arm, easel.form(ring(x, 456, 70, 17, turn=29 if x < 500 else -29))), other)
    for part in (*arms, body):
        easel.shade(part, darker(colors.main, 0.65), -26, -14, 34, 0.55)
        easel.shade(part, lighter(colors.main, 0.7), 14, 14, 20, 0.28)
    folds(easel, body, dice, colors.main, 0.6)
    easel.fill(easel.oval(500, 226, 94, 40), other)
    easel.fill(easel.oval(500, 220, 76, 28), darker(colors.main, 0.6))
    if dice.random() < 0.7:
        _number(
            easel,
            str(dice.choice((7, 8, 9, 10, 11, 19, 31))),
            other if brightness(other) > 150 or brightness(colors.main) > 150 else PAPER,
        )
    crest(easel, 596, 356, 30, other, colors.main, dice)


def _livery(easel: Easel, body: Form, arms: list[Form], other: Color, dice: Random) -> None:
    kind = dice.choice(("sash", "stripes", "halves", "hoops", "plain", "band"))
    areas: list[Form] = []
    if kind == "sash":
        areas = [easel.form([(330, 250), (430, 240), (690, 700), (690, 830)])]
    elif kind == "stripes":
        areas = [easel.card(x, 0, x + 40, 1000, 1) for x in range(340, 700, 80)]
    elif kind == "halves":
        areas = [easel.card(500, 0, 1000, 1000, 1)]
    elif kind == "hoops":
        areas = [easel.card(0, y, 1000, y + 62, 1) for y in range(330, 800, 124)]
    elif kind == "band":
        areas = [easel.card(0, 420, 1000, 540, 1)]
    for area in areas:
        easel.fill(easel.both(body, area), other)
    if kind == "halves":
        easel.fill(arms[1], other)


def _number(easel: Easel, text: str, tone: Color) -> None:
    font = ImageFont.load_default(round(190 * easel.unit))
    mask = Image.new("L", (round(320 * easel.unit), round(230 * easel.unit)))
    pen = ImageDraw.Draw(mask)
    pen.text(
        (mask.width / 2, mask.height / 2), text, 255, font, anchor="mm", stroke_width=round(5 * easel.unit)
    )
    corner = easel.pixel(500, 590)
    easel.fill(
        Form(mask, (round(corner[0] - mask.width / 2), round(corner[1] - mask.height / 2))), tone, 0.95
    )


def ball(easel: Easel, dice: Random, colors: Palette) -> None:
    """A football: twelve pentagons on a sphere, seen from anywhere."""
    cx, cy, r = 500, 570, 225
    easel.stand(cx, cy + r - 4, 150)
    base = dice.choice((WHITE, PAPER, WHITE, lighter(colors.main, 0.75)))
    sphere = easel.fill(easel.oval(cx, cy, r, r), base)
    turn, tip = dice.uniform(0, 6.3), dice.uniform(0, 6.3)
    for n, center in enumerate(points := _icosahedron(turn, tip)):
        near = sorted(points, key=lambda other: -_dot(center, other))[1:6]
        patch = [_third(center, other) for other in _in_order(center, near)]
        if all(point[2] > -0.15 for point in patch):
            easel.fill(
                easel.both(easel.form([(cx + x * r, cy + y * r) for x, y, _ in patch]), sphere),
                colors.main if n % 3 else colors.dark,
            )
        for corner, other in zip(patch, _in_order(center, near), strict=True):
            far = _third(other, center)
            if corner[2] > 0 and far[2] > -0.1:
                easel.fill(
                    easel.both(
                        easel.stroke(
                            [(cx + corner[0] * r, cy + corner[1] * r), (cx + far[0] * r, cy + far[1] * r)],
                            5,
                            curve=False,
                        ),
                        sphere,
                    ),
                    darker(base, 0.45),
                )
    easel.shade(sphere, (40, 26, 50), -90, -100, 90, 0.75)
    easel.spot(sphere, cx - 80, cy - 100, 120, 100, WHITE, 0.7)


def _icosahedron(turn: float, tip: float) -> list[Space]:
    gold = (1 + 5**0.5) / 2
    raw = [p for a in (-1, 1) for b in (-gold, gold) for p in ((0.0, a, b), (a, b, 0.0), (b, 0.0, a))]
    long = math.hypot(1, gold)
    return [_rotated((x / long, y / long, z / long), turn, tip) for x, y, z in raw]


def _rotated(p: Space, turn: float, tip: float) -> Space:
    x, y, z = p
    x, z = x * math.cos(turn) - z * math.sin(turn), x * math.sin(turn) + z * math.cos(turn)
    return x, y * math.cos(tip) - z * math.sin(tip), y * math.sin(tip) + z * math.cos(tip)


def _dot(a: Space, b: Space) -> float:
    return sum(m * n for m, n in zip(a, b, strict=True))


def _third(a: Space, b: Space) -> Space:
    x, y, z = ((2 * m + n) / 3 for m, n in zip(a, b, strict=True))
    long = math.sqrt(x * x + y * y + z * z)
    return x / long, y / long, z / long


def _in_order(center: Space, near: list[Space]) -> list[Space]:
    """Neighbours one after the other around the centre."""
    ordered = [near[0]]
    rest = near[1:]
    while rest:
        rest.sort(key=lambda other: -_dot(ordered[-1], other))
        ordered.append(rest.pop(0))
    return ordered
