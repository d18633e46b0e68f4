"""Umbrellas for rain, parasols of oiled paper."""

import math
from random import Random

from regulars.goods.media.made.color import (
    INK,
    PAPER,
    STEEL,
    WHITE,
    WOOD,
    Color,
    Palette,
    brightness,
    darker,
    lighter,
    mix,
)
from regulars.goods.media.made.curves import Point, smooth
from regulars.goods.media.made.easel import Easel, Form
from regulars.goods.media.made.studio import sway


def umbrella(easel: Easel, dice: Random, colors: Palette) -> None:
    """An open umbrella: rain cloth or oiled paper."""
    wide, top, low = 360 * sway(dice, 0.06), 240, 520
    easel.closer(0.9, 500, 760)
    paper = dice.random() < 0.45
    easel.drop(520, 830, 170, 24, 0.3)
    handle = (
        [(500, top), (500, 760), (500, 800), (540, 826), (572, 796)]
        if not paper
        else [(500, top), (500, 840)]
    )
    easel.solid(easel.stroke(handle, 12, 13, 17), WOOD if paper else dice.choice((INK, WOOD)), 7)
    ribs = [500 + wide * math.sin(math.pi * (n / 8 - 0.5)) for n in range(9)]
    dome: list[Point] = [
        (500 + wide * math.cos(a), low - (low - top) * math.sin(a))
        for a in [math.pi * n / 24 for n in range(25)]
    ]
    sag = 8 if paper else 30
    hem = [
        ((ribs[n] + ribs[n + 1]) / 2 if half else ribs[n], low - (sag if half else 0))
        for n in range(8)
        for half in (0, 1)
    ]
    cover = easel.form([*dome, *hem, (ribs[8], low)])
    easel.cast(cover, 14, 30, 26, 0.25)
    easel.solid(cover, colors.main, 90)
    for n in range(0, 8, 2):
        if not paper:
            _gore(
                easel,
                cover,
                (ribs[n], ribs[n + 1], top, low),
                mix(colors.main, dice.choice((colors.accent, PAPER, colors.main)), 0.8),
            )
    if paper:
        _blossoms(easel, cover, dice, colors)
    for x in ribs[1:8]:
        curve = [(500, top), (500 + (x - 500) * 0.72, top + (low - top) * 0.4), (x, low)]
        easel.fill(easel.both(easel.stroke(curve, 3), cover), darker(colors.main, 0.5), 0.7)
    easel.shade(cover, darker(colors.main, 0.65), -50, -40, 60, 0.6)
    easel.spot(cover, 400, 330, 170, 110, WHITE, 0.35)
    easel.solid(easel.stroke([(500, top - 34), (500, top + 4)], 10, 17), WOOD if paper else STEEL, 6)


def _gore(easel: Easel, cover: Form, at: tuple[float, float, float, float], tone: Color) -> None:
    left, right, top, low = at
    edge = [[(500 + (x - 500) * 0.72, top + (low - top) * 0.4), (x, low + 4)] for x in (left, right)]
    outline = [
        *smooth([(500, top), *edge[0]], closed=False),
        *reversed(smooth([(500, top), *edge[1]], closed=False)),
    ]
    form = easel.both(easel.form(outline), cover)
    easel.fill(form, tone, 0.8)


def _blossoms(easel: Easel, cover: Form, dice: Random, colors: Palette) -> None:
    light = lighter(colors.main, 0.7) if brightness(colors.main) < 190 else colors.accent
    twig = [(250, 500), (380, 420), (520, 400), (660, 330)]
    easel.fill(easel.both(easel.stroke(twig, 10, 7, 4), cover), darker(colors.main, 0.55))
    for n in range(11):
        x, y, r = (
            280 + n * 36 + dice.uniform(-20, 20),
            490 - n * 13 + dice.uniform(-40, 30),
            dice.uniform(17, 26),
        )
        for angle in range(0, 360, 72):
            petal = easel.oval(
                x + r * 0.6 * math.cos(math.radians(angle)),
                y + r * 0.6 * math.sin(math.radians(angle)),
                r * 0.5,
                r * 0.4,
                angle,
            )
            easel.fill(easel.both(petal, cover), light)
        easel.fill(easel.both(easel.oval(x, y, r * 0.2, r * 0.2), cover), (226, 176, 72))
