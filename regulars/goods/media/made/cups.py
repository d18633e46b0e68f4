"""Glazed cups and bowls."""

from random import Random

from regulars.goods.media.made.color import Palette, brightness, darker, lighter, mix
from regulars.goods.media.made.curves import lathe, smooth
from regulars.goods.media.made.easel import Easel, Form
from regulars.goods.media.made.labels import mark, mouth
from regulars.goods.media.made.studio import BASE, sway


def cup(easel: Easel, dice: Random, colors: Palette) -> None:
    """A cup with or without an ear, sometimes on a saucer."""
    wide, high, cx = 190 * sway(dice, 0.14), 290 * sway(dice, 0.22), 500
    top, foot, glaze = BASE - high, dice.uniform(0.55, 0.9), colors.main
    if dice.random() < 0.45:
        easel.stand(cx, BASE + 14, wide * 1.5)
        easel.turned_body(
            easel.form(lathe([(wide * 1.55, BASE - 22), (wide * 0.8, BASE + 18)], cx)), lighter(glaze, 0.25)
        )
        easel.sweep(
            easel.oval(cx, BASE - 22, wide * 1.55, wide * 0.26),
            lighter(glaze, 0.55),
            lighter(glaze, 0.15),
            down=True,
        )
        easel.drop(cx + 20, BASE - 16, wide * 0.9, 30, 0.4)
    else:
        easel.stand(cx, BASE, wide * foot * 1.1)
    if dice.random() < 0.7:
        ear = [
            (cx + wide * 0.84, top + high * 0.16),
            (cx + wide * 1.5, top + high * 0.2),
            (cx + wide * 1.46, top + high * 0.62),
            (cx + wide * 0.8, top + high * 0.74),
        ]
        easel.solid(easel.stroke(ear, 36, 40, 38, 30), glaze, 20)
    belly = dice.uniform(0.9, 1.06)
    body = easel.form(
        lathe(
            [
                (wide, top),
                (wide * belly, top + high * 0.45),
                (wide * (foot + 0.08), top + high * 0.86),
                (wide * foot, BASE),
            ],
            cx,
        )
    )
    easel.turned_body(body, glaze, 0.55)
    decorate(easel, body, (cx, top, wide, high), colors, dice)
    mouth(easel, cx, top, wide, lighter(glaze, 0.3), lighter(glaze, 0.5))
    if dice.random() < 0.6:
        drink = dice.choice(((150, 92, 44), (98, 58, 36), (186, 160, 70), (206, 176, 140)))
        easel.sweep(
            easel.oval(cx, top + 11, wide * 0.85, wide * 0.145),
            darker(drink, 0.2),
            lighter(drink, 0.1),
            drink,
        )


def decorate(
    easel: Easel, body: Form, box: tuple[float, float, float, float], colors: Palette, dice: Random
) -> None:
    """A dipped half, stripes, speckles or drips on a glazed body."""
    cx, top, wide, high = box
    kind = dice.choice(("dip", "stripes", "speckle", "drip", "mark", "speckle"))
    other = lighter(colors.main, 0.72) if brightness(colors.main) < 190 else darker(colors.accent, 0.1)
    left, right = cx - wide * 1.2, cx + wide * 1.2
    if kind in ("dip", "drip"):
        line = top + high * dice.uniform(0.45, 0.62)
        wave = 26 if kind == "drip" else 5
        edge = [(left + (right - left) * n / 9, line + dice.uniform(-wave, wave)) for n in range(10)]
        part = easel.both(
            body, easel.form([(left, top - 20), *smooth(edge, closed=False), (right, top - 20)])
        )
        easel.turned_body(part, other, 0.5)
    elif kind == "stripes":
        for n in range(dice.randint(1, 3)):
            y = top + high * (0.3 + 0.13 * n)
            band = [(left, y), (cx, y + 24), (right, y), (right, y + 18), (cx, y + 42), (left, y + 18)]
            easel.fill(easel.both(body, easel.form(smooth(band))), other, 0.85)
    elif kind == "speckle":
        for _ in range(70):
            x, y, r = cx + dice.uniform(-wide, wide), top + dice.uniform(20, high), dice.uniform(1.5, 4.5)
            easel.fill(easel.both(easel.oval(x, y, r, r), body), darker(colors.main, 0.6), 0.6)
    else:
        mark(easel, cx - wide * 0.05, top + high * 0.52, wide * 0.34, other, dice)


def bowl(easel: Easel, dice: Random, colors: Palette) -> None:
    """A thrown bowl with a foot."""
    wide, high, cx = 300 * sway(dice, 0.1), 210 * sway(dice, 0.24), 500
    top = BASE - high
    easel.stand(cx, BASE, wide * 0.62)
    easel.turned_body(
        easel.form(lathe([(wide * 0.36, BASE - 40), (wide * 0.4, BASE)], cx)), darker(colors.main, 0.2)
    )
    body = bowl_body(easel, cx, top, wide, high)
    easel.turned_body(body, colors.main, 0.4)
    decorate(easel, body, (cx, top, wide, high), colors, dice)
    easel.shade(body, darker(colors.main, 0.7), 0, -high * 0.25, high * 0.22, 0.55)
    mouth(
        easel,
        cx,
        top,
        wide,
        lighter(colors.main, 0.35),
        mix(colors.main, colors.accent, 0.25) if dice.random() < 0.5 else lighter(colors.main, 0.5),
    )


def bowl_body(easel: Easel, cx: float, top: float, wide: float, high: float) -> Form:
    """The outside of a bowl."""
    return easel.form(
        lathe(
            [
                (wide, top),
                (wide * 0.93, top + high * 0.4),
                (wide * 0.68, top + high * 0.78),
                (wide * 0.42, top + high * 0.95),
                (wide * 0.3, top + high * 0.96),
            ],
            cx,
        )
    )
