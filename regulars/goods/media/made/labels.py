"""Openings, paper labels, small emblems and crests."""

import math
from random import Random

from regulars.goods.media.made.color import (
    INK,
    PAPER,
    Color,
    Palette,
    brightness,
    darker,
    lighter,
)
from regulars.goods.media.made.curves import ring, smooth
from regulars.goods.media.made.easel import Easel, Form


def mouth(easel: Easel, cx: float, y: float, half: float, rim: Color, inside: Color) -> None:
    """An opening seen from a little above."""
    flat = half * 0.2
    easel.sweep(easel.oval(cx, y, half, flat), lighter(rim, 0.4), rim, darker(rim, 0.2))
    inner = easel.oval(cx, y + 2, half * 0.93, flat * 0.86)
    easel.sweep(inner, darker(inside, 0.5), darker(inside, 0.25), inside)


def label(
    easel: Easel, body: Form, box: tuple[float, float, float, float], colors: Palette, dice: Random
) -> None:
    """A paper label with a mark and two lines, wrapped around a body."""
    x0, y0, x1, y1 = box
    paper = easel.both(body, easel.card(*box, 8))
    tone = PAPER if brightness(colors.main) < 200 else colors.dark
    easel.sweep(paper, darker(tone, 0.12), tone, lighter(tone, 0.4), tone, darker(tone, 0.16))
    ink = (
        colors.main if tone == PAPER and brightness(colors.main) < 170 else (INK if tone == PAPER else PAPER)
    )
    cx, size = (x0 + x1) / 2, min(x1 - x0, y1 - y0) * 0.19
    mark(easel, cx, y0 + (y1 - y0) * 0.36, size, ink, dice)
    for n, share in enumerate((0.56, 0.36)):
        y = y0 + (y1 - y0) * (0.7 + 0.12 * n)
        half = (x1 - x0) / 2 * share
        easel.fill(easel.card(cx - half, y, cx + half, y + (y1 - y0) * 0.035, 4), ink, 0.75)


def mark(easel: Easel, cx: float, cy: float, size: float, ink: Color, dice: Random) -> None:
    """A small emblem: petals, a sun, a hill, a leaf."""
    kind = dice.choice(("petals", "sun", "hills", "leaf", "rings"))
    if kind == "petals":
        for angle in range(0, 360, 60):
            x, y = (
                cx + size * 0.55 * math.cos(math.radians(angle)),
                cy + size * 0.55 * math.sin(math.radians(angle)),
            )
            easel.fill(easel.oval(x, y, size * 0.42, size * 0.2, angle), ink)
    elif kind == "sun":
        easel.fill(easel.form(ring(cx, cy + size * 0.4, size * 0.6, size * 0.6, start=180, end=360)), ink)
        easel.fill(easel.card(cx - size, cy + size * 0.52, cx + size, cy + size * 0.64, 3), ink)
    elif kind == "hills":
        easel.fill(
            easel.form(
                [
                    (cx - size, cy + size * 0.5),
                    (cx - size * 0.3, cy - size * 0.5),
                    (cx + size * 0.4, cy + size * 0.5),
                ]
            ),
            ink,
            0.7,
        )
        easel.fill(
            easel.form(
                [
                    (cx - size * 0.2, cy + size * 0.5),
                    (cx + size * 0.4, cy - size * 0.15),
                    (cx + size, cy + size * 0.5),
                ]
            ),
            ink,
        )
    elif kind == "leaf":
        leaf = smooth(
            [
                (cx - size * 0.8, cy + size * 0.6),
                (cx - size * 0.3, cy - size * 0.5),
                (cx + size * 0.8, cy - size * 0.6),
                (cx + size * 0.3, cy + size * 0.4),
            ]
        )
        easel.fill(easel.form(leaf), ink)
    else:
        for share in (1.0, 0.5):
            easel.fill(
                easel.less(
                    easel.oval(cx, cy, size * 0.7 * share, size * 0.7 * share),
                    easel.oval(cx, cy, size * 0.58 * share, size * 0.58 * share),
                ),
                ink,
            )


def crest(easel: Easel, cx: float, cy: float, size: float, tone: Color, ink: Color, dice: Random) -> None:
    shield = smooth(
        [
            (cx - size, cy - size),
            (cx, cy - size * 1.12),
            (cx + size, cy - size),
            (cx + size * 0.86, cy + size * 0.3),
            (cx, cy + size * 1.15),
            (cx - size * 0.86, cy + size * 0.3),
        ]
    )
    form = easel.fill(easel.form(shield), tone)
    small = [(cx + (x - cx) * 0.8, cy + (y - cy) * 0.8) for x, y in shield]
    inner = easel.fill(easel.form(small), ink)
    if dice.random() < 0.5:
        easel.fill(
            easel.both(inner, easel.card(cx - size * 0.2, cy - size * 2, cx + size * 0.2, cy + size * 2, 1)),
            tone,
        )
    else:
        star = [
            (
                cx + size * (0.5 if n % 2 else 0.22) * math.sin(n * math.pi / 5),
                cy + size * (0.5 if n % 2 else 0.22) * math.cos(n * math.pi / 5),
            )
            for n in range(10)
        ]
        easel.fill(easel.form(star), tone)
    easel.shade(form, darker(tone, 0.5), -6, -8, 8, 0.3)
