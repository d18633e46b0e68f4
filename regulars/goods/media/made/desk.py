"""Notebooks and headphones."""

import math
from random import Random

from regulars.goods.media.made.color import (
    GOLD,
    INK,
    PAPER,
    STEEL,
    WHITE,
    Palette,
    brightness,
    darker,
    lighter,
)
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.labels import mark
from regulars.goods.media.made.studio import BASE, sway


def notebook(easel: Easel, dice: Random, colors: Palette) -> None:
    """A notebook, standing a little turned, with a band or a ribbon, and a pencil."""
    lean, tone = dice.uniform(-26, 26), colors.main
    x0, x1, y0, y1 = 290 * sway(dice, 0.06), 700, 300, 800
    easel.stand(505, BASE + 4, 220)
    easel.fill(
        easel.form(
            [(x0 + 16, y0 + 8), (x1 + 26, y0 + 18 + lean * 0.2), (x1 + 24, y1 - 8), (x0 + 16, y1 + 4)]
        ),
        darker(tone, 0.5),
    )
    pages = easel.form([(x0 + 12, y0 + 10), (x1 + 17, y0 + 22), (x1 + 17, y1 - 12), (x0 + 12, y1)])
    easel.sweep(pages, PAPER, darker(PAPER, 0.08), darker(PAPER, 0.2))
    cover = easel.form([(x0, y0), (x1 - 8, y0 + 8), (x1, y0 + 18), (x1, y1 - 10), (x1 - 8, y1), (x0, y1 + 6)])
    easel.sweep(cover, darker(tone, 0.2), lighter(tone, 0.14), lighter(tone, 0.1), tone, darker(tone, 0.12))
    easel.sweep(
        easel.both(cover, easel.card(0, 0, x0 + 46, 1000, 1)),
        darker(tone, 0.45),
        darker(tone, 0.25),
        darker(tone, 0.4),
    )
    cx, kind = (x0 + x1) / 2 + 22, dice.choice(("label", "mark", "dots", "window"))
    light = PAPER if brightness(tone) < 190 else colors.accent
    if kind == "label":
        easel.solid(easel.card(cx - 110, 400, cx + 110, 510, 8), PAPER, 6)
        for n in range(2):
            easel.fill(easel.card(cx - 74, 440 + 26 * n, cx + 74 - 40 * n, 446 + 26 * n, 2), INK, 0.6)
    elif kind == "mark":
        mark(easel, cx, 500, 96, light, dice)
    elif kind == "window":
        for n in range(5):
            easel.fill(
                easel.both(easel.oval(cx + (n - 2) * 62, 700 - 54 * (n % 2), 110, 90), cover),
                (colors.accent, lighter(tone, 0.3), light)[n % 3],
                0.8,
            )
        easel.fill(easel.oval(cx + 70, 420, 52, 52), light)
    else:
        for n in range(48):
            easel.fill(easel.oval(x0 + 90 + (n % 6) * 56, 350 + (n // 6) * 58, 9, 9), light, 0.85)
    if dice.random() < 0.6:
        easel.solid(easel.card(x1 - 66, y0 + 6, x1 - 46, y1, 2), dice.choice((INK, colors.accent)), 8)
    if dice.random() < 0.65:
        _pencil(easel, dice, colors)


def _pencil(easel: Easel, dice: Random, colors: Palette) -> None:
    y = BASE + 40
    easel.drop(560, y + 20, 260, 22, 0.4)
    tone = dice.choice((colors.accent, (236, 186, 72), colors.dark))
    easel.sweep(
        easel.card(420, y - 13, 740, y + 13, 2), lighter(tone, 0.4), tone, darker(tone, 0.35), down=True
    )
    easel.fill(easel.form([(420, y - 13), (362, y), (420, y + 13)]), (236, 206, 164))
    easel.fill(easel.form([(382, y - 4.5), (362, y), (382, y + 4.5)]), INK)
    easel.sweep(easel.card(740, y - 13, 766, y + 13, 2), WHITE, STEEL, darker(STEEL, 0.3), down=True)
    easel.solid(easel.card(764, y - 13, 794, y + 13, 8), (232, 140, 140), 8)


def headphones(easel: Easel, dice: Random, colors: Palette) -> None:
    """Over-ear headphones."""
    tone, r, cy = colors.main, 220 * sway(dice, 0.06), 560
    metal = dice.choice((STEEL, GOLD, darker(tone, 0.2), INK))
    easel.drop(500, 806, 330, 40, 0.35)
    arc = [
        (500 + r * math.cos(a), cy - 20 + r * 1.16 * math.sin(a))
        for a in [math.pi + math.pi * n / 10 for n in range(11)]
    ]
    easel.solid(easel.stroke(arc, 22, 34, 40, 34, 22), metal, 14)
    top = arc[2:9]
    easel.solid(easel.stroke([(x, y + 2) for x, y in top], 34, 58, 62, 58, 34), tone, 24)
    for side in (-1, 1):
        x = 500 + side * r
        easel.solid(easel.stroke([(x, cy - 60), (x, cy + 30)], 26), metal, 10)
        pad = easel.oval(x - side * 34, cy + 86, 62, 122, side * 6)
        easel.cast(pad, 6, 14, 14, 0.35)
        easel.solid(pad, dice.choice((INK, darker(tone, 0.4), darker(tone, 0.4))), 30)
        shell = easel.solid(easel.oval(x + side * 16, cy + 86, 66, 118, side * 6), tone, 46)
        easel.spot(shell, x + side * 8 - 22, cy + 30, 40, 60, WHITE, 0.5)
        easel.solid(
            easel.oval(x + side * 26, cy + 86, 34, 66, side * 6),
            metal if dice.random() < 0.5 else lighter(tone, 0.14),
            14,
        )
