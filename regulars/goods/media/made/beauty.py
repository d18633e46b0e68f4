"""Jars, bottles and lipsticks."""

import math
from random import Random

from regulars.goods.media.made.color import (
    GOLD,
    INK,
    PAPER,
    STEEL,
    WOOD,
    Color,
    Palette,
    darker,
    lighter,
    mix,
)
from regulars.goods.media.made.curves import lathe, ring
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.labels import label
from regulars.goods.media.made.studio import BASE, sway


def jar(easel: Easel, dice: Random, colors: Palette) -> None:
    """A low jar of cream with a lid of metal, wood or its own colour; sometimes two."""
    if dice.random() < 0.4:
        _jar(easel, dice, colors, (350, BASE - 60, 0.62))
    _jar(easel, dice, colors, (520 if dice.random() < 0.5 else 560, BASE, dice.uniform(0.95, 1.15)))


def _jar(easel: Easel, dice: Random, colors: Palette, place: tuple[float, float, float]) -> None:
    cx, base, scale = place
    wide, high = 200 * scale, dice.uniform(190, 260) * scale
    top, cover = base - high, dice.uniform(84, 120) * scale
    glass = dice.choice((colors.main, lighter(colors.main, 0.6), colors.main))
    lid_tone = dice.choice((GOLD, WOOD, PAPER, darker(colors.main, 0.3), STEEL))
    easel.stand(cx, base, wide)
    body = easel.join(
        easel.form(lathe([(wide, top), (wide, base - 12)], cx)), easel.oval(cx, base - 12, wide, wide * 0.13)
    )
    easel.turned_body(body, glass, 0.6)
    label(
        easel, body, (cx - wide * 0.72, top + high * 0.16, cx + wide * 0.72, base - high * 0.14), colors, dice
    )
    side = easel.join(
        easel.form(lathe([(wide * 1.05, top - cover), (wide * 1.05, top)], cx)),
        easel.oval(cx, top, wide * 1.05, wide * 0.12),
    )
    easel.turned_body(side, lid_tone, 0.6)
    easel.sweep(
        easel.oval(cx, top - cover, wide * 1.05, wide * 0.15),
        lighter(lid_tone, 0.6),
        lighter(lid_tone, 0.1),
        down=True,
    )


def bottle(easel: Easel, dice: Random, colors: Palette) -> None:
    """A bottle with a pump, a dropper or a cap."""
    wide, high, cx = 118 * sway(dice, 0.2), 420 * sway(dice, 0.14), 500
    top, shoulder = BASE - high, dice.uniform(20, 90)
    glass = dice.choice((colors.main, colors.main, lighter(colors.main, 0.5)))
    easel.stand(cx, BASE, wide * 1.05)
    neck = wide * 0.36
    body = easel.join(
        easel.form(
            lathe(
                [
                    (neck, top),
                    (neck, top + 16),
                    (wide * 0.86, top + 16 + shoulder * 0.6),
                    (wide, top + 30 + shoulder),
                    (wide, BASE - 60),
                    (wide, BASE - 10),
                ],
                cx,
            )
        ),
        easel.oval(cx, BASE - 10, wide, wide * 0.12),
    )
    easel.turned_body(body, glass, 0.7)
    label(
        easel, body, (cx - wide * 0.74, top + high * 0.36, cx + wide * 0.74, BASE - high * 0.1), colors, dice
    )
    metal = dice.choice((GOLD, STEEL, INK, PAPER, WOOD))
    _closure(easel, dice, (cx, top, neck), metal)


def _closure(easel: Easel, dice: Random, at: tuple[float, float, float], metal: Color) -> None:
    cx, top, neck = at
    easel.turned_body(easel.form(lathe([(neck * 1.15, top - 46), (neck * 1.15, top + 10)], cx)), metal, 0.6)
    kind = dice.choice(("pump", "dropper", "cap"))
    if kind == "pump":
        easel.turned_body(easel.form(lathe([(10, top - 110), (10, top - 40)], cx)), metal)
        easel.solid(
            easel.stroke([(cx + 20, top - 112), (cx - 40, top - 116), (cx - 98, top - 100)], 34, 26, 14),
            metal,
            14,
        )
    elif kind == "dropper":
        easel.turned_body(
            easel.form(lathe([(14, top - 152), (26, top - 130), (24, top - 60), (30, top - 44)], cx)),
            darker(metal, 0.3),
            0.5,
        )
    else:
        easel.turned_body(
            easel.form(lathe([(neck * 1.22, top - 120), (neck * 1.22, top - 20)], cx)), metal, 0.7
        )
        easel.fill(easel.oval(cx, top - 120, neck * 1.22, neck * 0.2), lighter(metal, 0.5))


def lipstick(easel: Easel, dice: Random, colors: Palette) -> None:
    """An open lipstick beside its cap."""
    metal, cx = dice.choice((GOLD, STEEL, INK, mix(GOLD, (230, 150, 130), 0.5))), 470 + dice.uniform(-30, 30)
    tube = dice.choice((INK, PAPER, colors.dark))
    rouge = (
        colors.main if colors.main[0] > max(colors.main[1:]) + 50 else mix(colors.main, (196, 52, 70), 0.8)
    )
    side = dice.choice((1, 1, -1))
    easel.stand(cx + side * 190, BASE + 20, 78)
    cap = easel.form(lathe([(72, BASE - 250), (72, BASE + 12)], cx + side * 190))
    easel.turned_body(easel.join(cap, easel.oval(cx + side * 190, BASE + 12, 72, 13)), tube, 0.7)
    easel.sweep(easel.oval(cx + side * 190, BASE - 250, 72, 15), lighter(tube, 0.5), lighter(tube, 0.1))
    easel.stand(cx, BASE, 92)
    easel.turned_body(
        easel.join(
            easel.form(lathe([(88, BASE - 190), (88, BASE - 10)], cx)), easel.oval(cx, BASE - 10, 88, 14)
        ),
        tube,
        0.7,
    )
    easel.turned_body(easel.form(lathe([(76, BASE - 300), (76, BASE - 180)], cx)), metal, 0.8)
    long, tip = dice.uniform(130, 190), dice.uniform(60, 100)
    stick = [
        (cx - 60, BASE - 296),
        (cx - 60, BASE - 300 - long + tip),
        (cx - 50, BASE - 300 - long + tip * 0.6),
        (cx + 26, BASE - 300 - long - 20),
        (cx + 56, BASE - 300 - long),
        (cx + 60, BASE - 300 - long + 50),
        (cx + 60, BASE - 296),
    ]
    easel.turned_body(easel.form(stick), rouge, 0.5)
    face = ring(cx + 2, BASE - 300 - long + tip * 0.42, 66, 22, turn=-math.degrees(math.atan2(tip + 10, 110)))
    easel.fill(easel.both(easel.form(stick), easel.form(face)), lighter(rouge, 0.25))
    easel.sweep(easel.oval(cx, BASE - 300, 76, 12), lighter(metal, 0.5), metal, darker(metal, 0.2))
