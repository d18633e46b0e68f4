"""Things turned on a wheel: teapots, cups, bowls, jars, bottles, candles."""

import math
from random import Random

from regulars.goods.media.made.color import GOLD, INK, PAPER, STEEL, WHITE, WOOD, Color, Palette, brightness, darker, lighter, mix
from regulars.goods.media.made.easel import Easel, Form, lathe, ring, smooth
from regulars.goods.media.made.studio import sway

BASE = 800


def mouth(easel: Easel, cx: float, y: float, half: float, rim: Color, inside: Color) -> None:
    """An opening seen from a little above."""
    flat = half * 0.2
    easel.sweep(easel.oval(cx, y, half, flat), lighter(rim, 0.4), rim, darker(rim, 0.2))
    inner = easel.oval(cx, y + 2, half * 0.93, flat * 0.86)
    easel.sweep(inner, darker(inside, 0.5), darker(inside, 0.25), inside)


def label(easel: Easel, body: Form, box: tuple[float, float, float, float], colors: Palette, dice: Random) -> None:
    """A paper label with a mark and two lines, wrapped around a body."""
    x0, y0, x1, y1 = box
    paper = easel.both(body, easel.card(*box, 8))
    tone = PAPER if brightness(colors.main) < 200 else colors.dark
    easel.sweep(paper, darker(tone, 0.12), tone, lighter(tone, 0.4), tone, darker(tone, 0.16))
    ink = colors.main if tone == PAPER and brightness(colors.main) < 170 else (INK if tone == PAPER else PAPER)
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
            x, y = cx + size * 0.55 * math.cos(math.radians(angle)), cy + size * 0.55 * math.sin(math.radians(angle))
            easel.fill(easel.oval(x, y, size * 0.42, size * 0.2, angle), ink)
    elif kind == "sun":
        easel.fill(easel.form(ring(cx, cy + size * 0.4, size * 0.6, size * 0.6, start=180, end=360)), ink)
        easel.fill(easel.card(cx - size, cy + size * 0.52, cx + size, cy + size * 0.64, 3), ink)
    elif kind == "hills":
        easel.fill(easel.form([(cx - size, cy + size * 0.5), (cx - size * 0.3, cy - size * 0.5), (cx + size * 0.4, cy + size * 0.5)]), ink, 0.7)
        easel.fill(easel.form([(cx - size * 0.2, cy + size * 0.5), (cx + size * 0.4, cy - size * 0.15), (cx + size, cy + size * 0.5)]), ink)
    elif kind == "leaf":
        leaf = smooth([(cx - size * 0.8, cy + size * 0.6), (cx - size * 0.3, cy - size * 0.5), (cx + size * 0.8, cy - size * 0.6), (cx + size * 0.3, cy + size * 0.4)])
        easel.fill(easel.form(leaf), ink)
    else:
        for share in (1.0, 0.5):
            easel.fill(easel.less(easel.oval(cx, cy, size * 0.7 * share, size * 0.7 * share), easel.oval(cx, cy, size * 0.58 * share, size * 0.58 * share)), ink)


def teapot(easel: Easel, dice: Random, colors: Palette) -> None:
    """A Yixing pot: matt clay, a spout to the right, an ear to the left."""
    clay, wide, high = colors.main, 205 * sway(dice, 0.14), 300 * sway(dice, 0.24)
    top, cx, waist = BASE - high, 500, dice.uniform(0.42, 0.68)
    easel.stand(cx, BASE - 4, wide * 1.02)
    ear = [(cx - wide * 0.72, top + high * 0.2), (cx - wide * 1.25, top + high * 0.04), (cx - wide * 1.62, top + high * 0.32), (cx - wide * 1.34, top + high * 0.68), (cx - wide * 0.8, top + high * 0.78)]
    easel.solid(easel.stroke(ear, 34, 40, 42, 38, 30), clay, 22)
    nose = [(cx + wide * 0.72, top + high * 0.66), (cx + wide * 1.15, top + high * 0.5), (cx + wide * 1.32, top + high * 0.2), (cx + wide * dice.uniform(1.5, 1.66), top - high * 0.02)]
    easel.solid(easel.stroke(nose, 124, 80, 50, 40), clay, 30)
    neck = wide * dice.uniform(0.5, 0.64)
    body = easel.form(lathe([(neck, top), (wide * 0.86, top + high * 0.2), (wide, top + high * waist), (wide * 0.84, top + high * 0.86), (wide * 0.56, BASE)]))
    easel.turned_body(body, clay)
    easel.shade(body, darker(clay, 0.65), 0, -high * 0.22, high * 0.18, 0.7)
    easel.spot(body, cx - wide * 0.42, top + high * 0.34, wide * 0.5, high * 0.36, lighter(clay, 0.7), 0.42)
    if dice.random() < 0.5:
        mark(easel, cx + wide * 0.1, top + high * 0.52, 62, darker(clay, 0.4), dice)
    lid(easel, cx, top, neck, clay, dice)


def lid(easel: Easel, cx: float, top: float, neck: float, clay: Color, dice: Random) -> None:
    """A domed lid with a knob."""
    dome = dice.uniform(44, 84)
    cover = easel.form(lathe([(neck * 0.24, top - dome), (neck * 0.8, top - dome * 0.6), (neck * 1.02, top - 4), (neck * 1.04, top + 10)], cx))
    easel.turned_body(cover, clay)
    easel.spot(cover, cx - neck * 0.4, top - dome * 0.5, neck * 0.4, dome * 0.4, lighter(clay, 0.7), 0.5)
    easel.fill(easel.oval(cx, top + 11, neck * 1.05, 9), darker(clay, 0.6), 0.75)
    knob = dice.uniform(24, 36)
    shape = [(knob * 0.5, top - dome - knob * 1.7), (knob, top - dome - knob), (knob * 0.5, top - dome + 6)] if dice.random() < 0.6 else [(knob * 0.7, top - dome - knob), (knob * 1.1, top - dome - knob * 0.8), (knob * 0.5, top - dome + 6)]
    easel.turned_body(easel.form(lathe(shape, cx)), clay, 0.5)


def cup(easel: Easel, dice: Random, colors: Palette) -> None:
    """A cup with or without an ear, sometimes on a saucer."""
    wide, high, cx = 190 * sway(dice, 0.14), 290 * sway(dice, 0.22), 500
    top, foot, glaze = BASE - high, dice.uniform(0.55, 0.9), colors.main
    if dice.random() < 0.45:
        easel.stand(cx, BASE + 14, wide * 1.5)
        easel.turned_body(easel.form(lathe([(wide * 1.55, BASE - 22), (wide * 0.8, BASE + 18)], cx)), lighter(glaze, 0.25))
        easel.sweep(easel.oval(cx, BASE - 22, wide * 1.55, wide * 0.26), lighter(glaze, 0.55), lighter(glaze, 0.15), down=True)
        easel.drop(cx + 20, BASE - 16, wide * 0.9, 30, 0.4)
    else:
        easel.stand(cx, BASE, wide * foot * 1.1)
    if dice.random() < 0.7:
        ear = [(cx + wide * 0.84, top + high * 0.16), (cx + wide * 1.5, top + high * 0.2), (cx + wide * 1.46, top + high * 0.62), (cx + wide * 0.8, top + high * 0.74)]
        easel.solid(easel.stroke(ear, 36, 40, 38, 30), glaze, 20)
    belly = dice.uniform(0.9, 1.06)
    body = easel.form(lathe([(wide, top), (wide * belly, top + high * 0.45), (wide * (foot + 0.08), top + high * 0.86), (wide * foot, BASE)], cx))
    easel.turned_body(body, glaze, 0.55)
    decorate(easel, body, (cx, top, wide, high), colors, dice)
    mouth(easel, cx, top, wide, lighter(glaze, 0.3), lighter(glaze, 0.5))
    if dice.random() < 0.6:
        drink = dice.choice(((150, 92, 44), (98, 58, 36), (186, 160, 70), (206, 176, 140)))
        easel.sweep(easel.oval(cx, top + 11, wide * 0.85, wide * 0.145), darker(drink, 0.2), lighter(drink, 0.1), drink)


def decorate(easel: Easel, body: Form, box: tuple[float, float, float, float], colors: Palette, dice: Random) -> None:
    """A dipped half, stripes, speckles or drips on a glazed body."""
    cx, top, wide, high = box
    kind = dice.choice(("dip", "stripes", "speckle", "drip", "mark", "speckle"))
    other = lighter(colors.main, 0.72) if brightness(colors.main) < 190 else darker(colors.accent, 0.1)
    left, right = cx - wide * 1.2, cx + wide * 1.2
    if kind in ("dip", "drip"):
        line = top + high * dice.uniform(0.45, 0.62)
        wave = 26 if kind == "drip" else 5
        edge = [(left + (right - left) * n / 9, line + dice.uniform(-wave, wave)) for n in range(10)]
        part = easel.both(body, easel.form([(left, top - 20), *smooth(edge, closed=False), (right, top - 20)]))
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
    easel.turned_body(easel.form(lathe([(wide * 0.36, BASE - 40), (wide * 0.4, BASE)], cx)), darker(colors.main, 0.2))
    body = bowl_body(easel, cx, top, wide, high)
    easel.turned_body(body, colors.main, 0.4)
    decorate(easel, body, (cx, top, wide, high), colors, dice)
    easel.shade(body, darker(colors.main, 0.7), 0, -high * 0.25, high * 0.22, 0.55)
    mouth(easel, cx, top, wide, lighter(colors.main, 0.35), mix(colors.main, colors.accent, 0.25) if dice.random() < 0.5 else lighter(colors.main, 0.5))


def bowl_body(easel: Easel, cx: float, top: float, wide: float, high: float) -> Form:
    """The outside of a bowl."""
    return easel.form(lathe([(wide, top), (wide * 0.93, top + high * 0.4), (wide * 0.68, top + high * 0.78), (wide * 0.42, top + high * 0.95), (wide * 0.3, top + high * 0.96)], cx))


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
    body = easel.join(easel.form(lathe([(wide, top), (wide, base - 12)], cx)), easel.oval(cx, base - 12, wide, wide * 0.13))
    easel.turned_body(body, glass, 0.6)
    label(easel, body, (cx - wide * 0.72, top + high * 0.16, cx + wide * 0.72, base - high * 0.14), colors, dice)
    side = easel.join(easel.form(lathe([(wide * 1.05, top - cover), (wide * 1.05, top)], cx)), easel.oval(cx, top, wide * 1.05, wide * 0.12))
    easel.turned_body(side, lid_tone, 0.6)
    easel.sweep(easel.oval(cx, top - cover, wide * 1.05, wide * 0.15), lighter(lid_tone, 0.6), lighter(lid_tone, 0.1), down=True)


def bottle(easel: Easel, dice: Random, colors: Palette) -> None:
    """A bottle with a pump, a dropper or a cap."""
    wide, high, cx = 118 * sway(dice, 0.2), 420 * sway(dice, 0.14), 500
    top, shoulder = BASE - high, dice.uniform(20, 90)
    glass = dice.choice((colors.main, colors.main, lighter(colors.main, 0.5)))
    easel.stand(cx, BASE, wide * 1.05)
    neck = wide * 0.36
    body = easel.join(easel.form(lathe([(neck, top), (neck, top + 16), (wide * 0.86, top + 16 + shoulder * 0.6), (wide, top + 30 + shoulder), (wide, BASE - 60), (wide, BASE - 10)], cx)), easel.oval(cx, BASE - 10, wide, wide * 0.12))
    easel.turned_body(body, glass, 0.7)
    label(easel, body, (cx - wide * 0.74, top + high * 0.36, cx + wide * 0.74, BASE - high * 0.1), colors, dice)
    metal = dice.choice((GOLD, STEEL, INK, PAPER, WOOD))
    _closure(easel, dice, (cx, top, neck), metal)


def _closure(easel: Easel, dice: Random, at: tuple[float, float, float], metal: Color) -> None:
    cx, top, neck = at
    easel.turned_body(easel.form(lathe([(neck * 1.15, top - 46), (neck * 1.15, top + 10)], cx)), metal, 0.6)
    kind = dice.choice(("pump", "dropper", "cap"))
    if kind == "pump":
        easel.turned_body(easel.form(lathe([(10, top - 110), (10, top - 40)], cx)), metal)
        easel.solid(easel.stroke([(cx + 20, top - 112), (cx - 40, top - 116), (cx - 98, top - 100)], 34, 26, 14), metal, 14)
    elif kind == "dropper":
        easel.turned_body(easel.form(lathe([(14, top - 152), (26, top - 130), (24, top - 60), (30, top - 44)], cx)), darker(metal, 0.3), 0.5)
    else:
        easel.turned_body(easel.form(lathe([(neck * 1.22, top - 120), (neck * 1.22, top - 20)], cx)), metal, 0.7)
        easel.fill(easel.oval(cx, top - 120, neck * 1.22, neck * 0.2), lighter(metal, 0.5))


def lipstick(easel: Easel, dice: Random, colors: Palette) -> None:
    """An open lipstick beside its cap."""
    metal, cx = dice.choice((GOLD, STEEL, INK, mix(GOLD, (230, 150, 130), 0.5))), 470 + dice.uniform(-30, 30)
    tube = dice.choice((INK, PAPER, colors.dark))
    side = dice.choice((1, 1, -1))
    easel.stand(cx + side * 190, BASE + 20, 78)
    cap = easel.form(lathe([(72, BASE - 250), (72, BASE + 12)], cx + side * 190))
    easel.turned_body(easel.join(cap, easel.oval(cx + side * 190, BASE + 12, 72, 13)), tube, 0.7)
    easel.sweep(easel.oval(cx + side * 190, BASE - 250, 72, 15), lighter(tube, 0.5), lighter(tube, 0.1))
    easel.stand(cx, BASE, 92)
    easel.turned_body(easel.join(easel.form(lathe([(88, BASE - 190), (88, BASE - 10)], cx)), easel.oval(cx, BASE - 10, 88, 14)), tube, 0.7)
    easel.turned_body(easel.form(lathe([(76, BASE - 300), (76, BASE - 180)], cx)), metal, 0.8)
    long, tip = dice.uniform(130, 190), dice.uniform(60, 100)
    stick = [(cx - 60, BASE - 296), (cx - 60, BASE - 300 - long + tip), (cx - 50, BASE - 300 - long + tip * 0.6), (cx + 26, BASE - 300 - long - 20), (cx + 56, BASE - 300 - long), (cx + 60, BASE - 300 - long + 50), (cx + 60, BASE - 296)]
    easel.turned_body(easel.form(stick), colors.main, 0.5)
    face = ring(cx + 2, BASE - 300 - long + tip * 0.42, 66, 22, turn=-math.degrees(math.atan2(tip + 10, 110)))
    easel.fill(easel.both(easel.form(stick), easel.form(face)), lighter(colors.main, 0.25))
    easel.sweep(easel.oval(cx, BASE - 300, 76, 12), lighter(metal, 0.5), metal, darker(metal, 0.2))


def candle(easel: Easel, dice: Random, colors: Palette) -> None:
    """A candle burning in a glass."""
    wide, high, cx = 165 * sway(dice, 0.16), 300 * sway(dice, 0.2), 500
    top = BASE - high
    easel.drop(cx, top - 40, 380, 330, 0.28, (255, 226, 160))
    easel.stand(cx, BASE, wide)
    body = easel.join(easel.form(lathe([(wide, top), (wide, BASE - 14)], cx)), easel.oval(cx, BASE - 14, wide, wide * 0.14))
    easel.turned_body(body, dice.choice((colors.main, colors.main, lighter(colors.main, 0.55))), 0.5)
    easel.spot(body, cx, top + 10, wide * 1.1, high * 0.5, (255, 214, 140), 0.55)
    label(easel, body, (cx - wide * 0.66, top + high * 0.34, cx + wide * 0.66, BASE - high * 0.16), colors, dice)
    mouth(easel, cx, top, wide, lighter(colors.main, 0.5), PAPER)
    easel.sweep(easel.oval(cx, top + 8, wide * 0.88, wide * 0.15), (255, 238, 200), (255, 248, 226), PAPER)
    easel.fill(easel.stroke([(cx, top + 8), (cx + 2, top - 26)], 6), INK)
    flame = smooth([(cx, top - 104), (cx + 20, top - 54), (cx + 16, top - 24), (cx, top - 14), (cx - 16, top - 24), (cx - 20, top - 54)])
    easel.drop(cx, top - 52, 110, 130, 0.5, (255, 206, 110))
    easel.sweep(easel.form(flame), (255, 236, 170), (255, 190, 70), (246, 140, 60), down=True)
    easel.fill(easel.oval(cx, top - 34, 9, 18), WHITE, 0.85)
