"""Teapots of matt clay."""

from random import Random

from regulars.goods.media.made.color import Color, Palette, darker, lighter
from regulars.goods.media.made.curves import lathe
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.labels import mark
from regulars.goods.media.made.studio import BASE, sway


def teapot(easel: Easel, dice: Random, colors: Palette) -> None:
    """A Yixing pot: matt clay, a spout to the right, an ear to the left."""
    clay, wide, high = colors.main, 205 * sway(dice, 0.14), 300 * sway(dice, 0.24)
    top, cx, waist = BASE - high, 500, dice.uniform(0.42, 0.68)
    easel.stand(cx, BASE - 4, wide * 1.02)
    ear = [
        (cx - wide * 0.72, top + high * 0.2),
        (cx - wide * 1.25, top + high * 0.04),
        (cx - wide * 1.62, top + high * 0.32),
        (cx - wide * 1.34, top + high * 0.68),
        (cx - wide * 0.8, top + high * 0.78),
    ]
    easel.solid(easel.stroke(ear, 34, 40, 42, 38, 30), clay, 22)
    nose = [
        (cx + wide * 0.72, top + high * 0.66),
        (cx + wide * 1.15, top + high * 0.5),
        (cx + wide * 1.32, top + high * 0.2),
        (cx + wide * dice.uniform(1.5, 1.66), top - high * 0.02),
    ]
    easel.solid(easel.stroke(nose, 124, 80, 50, 40), clay, 30)
    neck = wide * dice.uniform(0.5, 0.64)
    body = easel.form(
        lathe(
            [
                (neck, top),
                (wide * 0.86, top + high * 0.2),
                (wide, top + high * waist),
                (wide * 0.84, top + high * 0.86),
                (wide * 0.56, BASE),
            ]
        )
    )
    easel.turned_body(body, clay)
    easel.shade(body, darker(clay, 0.65), 0, -high * 0.22, high * 0.18, 0.7)
    easel.spot(body, cx - wide * 0.42, top + high * 0.34, wide * 0.5, high * 0.36, lighter(clay, 0.7), 0.42)
    if dice.random() < 0.5:
        mark(easel, cx + wide * 0.1, top + high * 0.52, 62, darker(clay, 0.4), dice)
    lid(easel, cx, top, neck, clay, dice)


def lid(easel: Easel, cx: float, top: float, neck: float, clay: Color, dice: Random) -> None:
    """A domed lid with a knob."""
    dome = dice.uniform(44, 84)
    cover = easel.form(
        lathe(
            [
                (neck * 0.24, top - dome),
                (neck * 0.8, top - dome * 0.6),
                (neck * 1.02, top - 4),
                (neck * 1.04, top + 10),
            ],
            cx,
        )
    )
    easel.turned_body(cover, clay)
    easel.spot(cover, cx - neck * 0.4, top - dome * 0.5, neck * 0.4, dome * 0.4, lighter(clay, 0.7), 0.5)
    easel.fill(easel.oval(cx, top + 11, neck * 1.05, 9), darker(clay, 0.6), 0.75)
    knob = dice.uniform(24, 36)
    shape = (
        [(knob * 0.5, top - dome - knob * 1.7), (knob, top - dome - knob), (knob * 0.5, top - dome + 6)]
        if dice.random() < 0.6
        else [
            (knob * 0.7, top - dome - knob),
            (knob * 1.1, top - dome - knob * 0.8),
            (knob * 0.5, top - dome + 6),
        ]
    )
    easel.turned_body(easel.form(lathe(shape, cx)), clay, 0.5)
