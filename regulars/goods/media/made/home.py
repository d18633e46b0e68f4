"""Things for a room: seats, lamps, tables, cushions, pots and flowers."""

import math
from random import Random

from regulars.goods.media.made.clay import BASE
from regulars.goods.media.made.cloth import folds, knit, print_tile
from regulars.goods.media.made.color import GOLD, INK, LEAF, PAPER, WOOD, Color, Palette, darker, lighter, mix, turned
from regulars.goods.media.made.easel import Easel, Form, Point, lathe, smooth
from regulars.goods.media.made.food import leaf
from regulars.goods.media.made.studio import sway


def sofa(easel: Easel, dice: Random, colors: Palette) -> None:
    """A two-seater or an armchair on wooden legs."""
    half = dice.choice((330, 345, 240))
    tone, top, seats = colors.main, 470 + dice.uniform(-30, 30), 1 if half < 300 else dice.choice((2, 2, 3))
    easel.drop(520, 800, half * 1.4, 70, 0.4)
    for x in (500 - half + 40, 500 + half - 40):
        easel.solid(easel.stroke([(x, 730), (x + (500 - x) * -0.04, 806)], 24, 15), WOOD, 8)
    easel.solid(easel.card(500 - half + 30, top, 500 + half - 30, 720, 60), darker(tone, 0.06), 50)
    wide = (2 * half - 120) / seats
    for n in range(seats):
        x = 500 - half + 60 + n * wide
        easel.solid(easel.card(x + 3, top + 14, x + wide - 3, 650, 46), tone, 42)
    for n in range(seats):
        x = 500 - half + 60 + n * wide
        easel.drop(x + wide / 2, 622, wide * 0.55, 30, 0.35)
        easel.solid(easel.card(x + 2, 612, x + wide - 2, 700, 30), lighter(tone, 0.08), 30)
    easel.solid(easel.card(500 - half + 24, 690, 500 + half - 24, 752, 18), darker(tone, 0.12), 20)
    arm = dice.uniform(540, 590)
    for side in (-1, 1):
        x = 500 + side * (half - 34)
        easel.solid(easel.card(x - 42, arm, x + 42, 752, 38), tone, 32)
    for n in range(dice.choice((0, 1, 1, 2))):
        x = 500 + (half - 130) * (-1, 1)[n]
        _pillow(easel, (x, 570, 74, dice.uniform(-14, 14)), colors.accent, None)


def _pillow(easel: Easel, at: tuple[float, float, float, float], tone: Color, tile: object) -> Form:
    cx, cy, r, turn = at
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    flat = [(-1, -1), (-0.5, -0.9), (0, -0.87), (0.5, -0.9), (1, -1), (0.9, -0.5), (0.87, 0), (0.9, 0.5), (1, 1), (0.5, 0.9), (0, 0.87), (-0.5, 0.9), (-1, 1), (-0.9, 0.5), (-0.87, 0), (-0.9, -0.5)]
    form = easel.form(smooth([(cx + (x * cos - y * sin) * r, cy + (x * sin + y * cos) * r) for x, y in flat], steps=5))
    easel.cast(form, r * 0.06, r * 0.1, r * 0.1, 0.45)
    easel.solid(form, tone, r * 0.35)
    return form


def cushion(easel: Easel, dice: Random, colors: Palette) -> None:
    """A cushion, plain, printed or knitted; sometimes a second one behind."""
    if dice.random() < 0.45:
        _pillow(easel, (600, 500, 210, dice.uniform(8, 20)), colors.accent, None)
    tone, turn = colors.main, dice.uniform(-12, 8)
    form = _pillow(easel, (480, 570, 250, turn), tone, None)
    kind = dice.choice(("print", "knit", "plain", "stripes"))
    if kind == "print":
        easel.tile(form, print_tile(easel, colors, dice))
    elif kind == "knit":
        easel.tile(form, knit(easel, tone, dice))
    elif kind == "stripes":
        for n in range(-3, 4):
            line = [(480 + n * 66 - turn, 300), (480 + n * 70, 570), (480 + n * 66 + turn, 840)]
            easel.fill(easel.both(easel.stroke(line, 20), form), colors.accent, 0.8)
    easel.shade(form, darker(tone, 0.65), -50, -54, 62, 0.7)
    easel.shade(form, lighter(tone, 0.7), 34, 34, 40, 0.45)
    folds(easel, form, dice, tone, 0.3)
    easel.solid(easel.oval(480, 570, 17, 15), darker(tone, 0.25), 8)


def lamp(easel: Easel, dice: Random, colors: Palette) -> None:
    """A table lamp, lit."""
    wide, top, foot = 190 * sway(dice, 0.15), 300 + dice.uniform(-30, 40), dice.choice((WOOD, GOLD, PAPER, colors.main, INK))
    low = top + 230 * sway(dice, 0.15)
    easel.drop(500, low, 430, 360, 0.5, (255, 228, 166))
    easel.stand(500, BASE, 130)
    if dice.random() < 0.5:
        stem = [(20, low - 20), (22, low + 60), (110 * sway(dice, 0.2), 690), (120, 740), (84, BASE)]
    else:
        stem = [(11, low - 20), (11, BASE - 60), (20, BASE - 34), (120, BASE - 22), (124, BASE)]
    easel.turned_body(easel.form(lathe(stem)), foot, 0.5)
    shade_tone = dice.choice((PAPER, lighter(colors.main, 0.5), colors.main, PAPER))
    slope = dice.choice((0.55, 0.8, 0.98))
    cover = easel.form(lathe([(wide * slope, top), (wide, low)], 500))
    cover = easel.join(cover, easel.oval(500, low, wide, wide * 0.12))
    easel.sweep(cover, darker(shade_tone, 0.16), lighter(shade_tone, 0.2), lighter(shade_tone, 0.4), shade_tone, darker(shade_tone, 0.28))
    easel.spot(cover, 500, low - 60, wide * 0.95, 200, (255, 240, 190), 0.85)
    for n in range(dice.choice((0, 11))):
        x = 500 + wide * (n / 5 - 1)
        easel.fill(easel.both(easel.stroke([(500 + (x - 500) * slope, top), (x, low + 20)], 3), cover), darker(shade_tone, 0.4), 0.4)
    easel.sweep(easel.oval(500, top, wide * slope, wide * 0.07), (255, 246, 214), lighter(shade_tone, 0.4))


def table(easel: Easel, dice: Random, colors: Palette) -> None:
    """A small table with something on it."""
    wood = dice.choice((WOOD, (142, 96, 62), (214, 178, 132), mix(WOOD, colors.main, 0.5)))
    half, top = 300 * sway(dice, 0.12), 520 + dice.uniform(-30, 30)
    easel.drop(520, 822, half * 1.4, 60, 0.35)
    kind = dice.choice(("four", "pedestal", "three"))
    if kind == "pedestal":
        easel.turned_body(easel.form(lathe([(34, top), (30, 720), (60, 790), (170, 806), (176, 822)])), darker(wood, 0.1))
    else:
        legs = ((-0.8, -18), (0.8, -18), (-0.55, 8), (0.55, 8)) if kind == "four" else ((-0.7, 0), (0.7, 0), (0.05, 20))
        for share, deep in legs:
            easel.solid(easel.stroke([(500 + half * share * 0.8, top + 10), (500 + half * share, 808 + deep)], 30, 17), darker(wood, 0.1 if deep > 0 else 0.3), 9)
    side = easel.join(easel.oval(500, top + 24, half, half * 0.23), easel.oval(500, top, half, half * 0.23))
    easel.sweep(side, darker(wood, 0.2), wood, darker(wood, 0.2), darker(wood, 0.5))
    board = easel.sweep(easel.oval(500, top, half, half * 0.23), lighter(wood, 0.35), wood, lighter(wood, 0.15))
    for n in range(6):
        easel.fill(easel.both(easel.stroke([(190, top - 50 + n * 20), (500, top - 44 + n * 20 + dice.uniform(-8, 8)), (820, top - 52 + n * 20)], 3), board), darker(wood, 0.35), 0.35)
    _vase(easel, dice, (500 + dice.uniform(-110, 110), top - 8), colors)


def _vase(easel: Easel, dice: Random, at: Point, colors: Palette) -> None:
    cx, y = at
    easel.drop(cx + 16, y, 90, 24, 0.45)
    for n in range(5):
        turn = -90 + (n - 2) * 22 + dice.uniform(-8, 8)
        x, high = cx + 150 * math.cos(math.radians(turn)), y - 110 + 150 * math.sin(math.radians(turn))
        easel.fill(easel.stroke([(cx, y - 110), (x, high)], 6, 4), darker(LEAF, 0.2))
        leaf(easel, cx + (x - cx) * 0.5, y - 110 + (high - y + 110) * 0.5, 80, turn + dice.uniform(-30, 30), mix(LEAF, colors.accent, 0.15))
    easel.turned_body(easel.form(lathe([(24, y - 128), (22, y - 100), (58, y - 56), (50, y - 16), (34, y)], cx)), colors.accent, 0.5)


def plant(easel: Easel, dice: Random, colors: Palette) -> None:
    """A house plant: broad leaves, tall blades, a trailing crown or a cactus."""
    wide, top = 140 * sway(dice, 0.14), 600 + dice.uniform(-20, 30)
    pot = dice.choice((colors.main, (196, 120, 84), PAPER, colors.accent)) if dice.random() < 0.7 else colors.main
    green = mix(LEAF, (54, 112, 84), dice.random())
    easel.stand(500, BASE, wide)
    kind = dice.choice((_broad, _blades, _cactus, _broad, _round))
    kind(easel, dice, top, green)
    body = easel.form(lathe([(wide * 1.04, top), (wide * 0.98, top + 50), (wide * 0.78, BASE)]))
    easel.turned_body(body, pot, 0.25)
    easel.turned_body(easel.card(500 - wide * 1.12, top - 14, 500 + wide * 1.12, top + 40, 10), lighter(pot, 0.05))
    easel.fill(easel.both(body, easel.card(0, top + 40, 1000, top + 50, 1)), darker(pot, 0.5), 0.5)


def _broad(easel: Easel, dice: Random, top: float, green: Color) -> None:
    for n in range(dice.choice((7, 9, 11))):
        turn = -168 + n * (156 / 8) + dice.uniform(-12, 12)
        long = dice.uniform(190, 290)
        x, y = 500 + long * 0.62 * math.cos(math.radians(turn)), top - 20 + long * 0.8 * math.sin(math.radians(turn))
        easel.fill(easel.stroke([(500, top + 4), ((500 + x) / 2, y + 60), (x, y)], 9, 6), darker(green, 0.25))
        leaf(easel, x, y, dice.uniform(150, 200), turn * 0.7 - 20 + dice.uniform(-16, 16), mix(green, (130, 176, 110), dice.random() * 0.5))


def _blades(easel: Easel, dice: Random, top: float, green: Color) -> None:
    for n in range(9):
        lean = (n - 4) * 26 + dice.uniform(-12, 12)
        blade = easel.stroke([(500 + lean * 0.5, top + 10), (500 + lean * 0.9, top - 190), (500 + lean * 1.8, top - dice.uniform(280, 400))], 52, 58, 44, 4)
        easel.solid(blade, mix(green, (150, 180, 110), dice.random() * 0.4), 16)
        easel.fill(easel.stroke([(500 + lean * 0.5, top), (500 + lean * 0.9, top - 190), (500 + lean * 1.7, top - 260)], 5), lighter(green, 0.5), 0.6)


def _round(easel: Easel, dice: Random, top: float, green: Color) -> None:
    for n in range(15):
        turn = math.radians(-174 + n * 12 + dice.uniform(-6, 6))
        long = dice.uniform(130, 330)
        x, y = 500 + long * 0.85 * math.cos(turn), top - 30 + long * math.sin(turn)
        easel.fill(easel.stroke([(500, top), ((500 + x) / 2, y + 30), (x, y)], 6, 5), darker(green, 0.3))
        easel.solid(easel.oval(x, y, 58, 48, dice.uniform(-30, 30)), mix(green, (140, 184, 120), dice.random() * 0.6), 18)


def _cactus(easel: Easel, dice: Random, top: float, green: Color) -> None:
    parts = [easel.stroke([(500, top + 20), (500, top - 250)], 130)]
    for side in (-1, 1):
        if dice.random() < 0.8:
            y = top - dice.uniform(70, 130)
            parts.append(easel.stroke([(500 + side * 40, y), (500 + side * 126, y - 6), (500 + side * 134, y - 110)], 60))
    for part in reversed(parts):
        easel.solid(part, green, 40)
        easel.spot(part, 468, top - 160, 50, 150, lighter(green, 0.6), 0.4)
    for n in range(44):
        x, y = 500 + (n % 4 - 1.5) * 32, top - 6 - (n // 4) * 24
        easel.fill(easel.both(easel.oval(x, y, 3, 8), parts[0]), lighter(green, 0.75), 0.8)
    for angle in range(0, 360, 60):
        easel.fill(easel.oval(500 + 20 * math.cos(math.radians(angle)), top - 318 + 12 * math.sin(math.radians(angle)), 20, 12, angle), (236, 130, 150))


def flowers(easel: Easel, dice: Random, colors: Palette) -> None:
    """A bouquet in paper."""
    wrap = dice.choice((PAPER, (214, 190, 156), lighter(colors.main, 0.6), lighter(colors.accent, 0.5)))
    easel.drop(520, 826, 190, 40, 0.4)
    back = easel.form(smooth([(280, 360), (400, 300), (500, 280), (600, 300), (730, 380), (560, 700), (450, 700)], steps=4))
    easel.cast(back, 16, 20, 22, 0.3)
    easel.solid(back, darker(wrap, 0.14), 30)
    for n in range(12):
        leaf(easel, 500 + dice.uniform(-90, 90), 470, dice.uniform(170, 250), -90 + (n - 6) * 15, mix(LEAF, (120, 150, 110), dice.random()))
    places = [(500 + dx * 112 + dice.uniform(-18, 18), 300 + row * 74 + abs(dx) * 22) for row in range(3) for dx in ((-1, 0, 1) if row % 2 == 0 else (-1.4, -0.5, 0.5, 1.4))]
    tones = [colors.main, lighter(colors.main, 0.45), colors.accent, lighter(turned(colors.main, 20), 0.2), PAPER]
    for x, y in places:
        _bloom(easel, dice, (x, y, dice.uniform(52, 76)), dice.choice(tones))
    front = easel.form(smooth([(300, 440), (420, 500), (520, 560), (620, 500), (712, 430), (560, 690), (590, 822), (500, 838), (412, 822), (446, 690)], steps=4))
    easel.solid(front, wrap, 44)
    easel.fill(easel.both(easel.stroke([(520, 560), (500, 690)], 6, 4), front), darker(wrap, 0.4), 0.5)
    band = dice.choice((colors.main, colors.accent, colors.dark))
    easel.solid(easel.stroke([(446, 690), (500, 702), (560, 690)], 32), band, 14)
    for side in (-1, 1):
        easel.solid(easel.stroke([(500, 700), (500 + side * 66, 664), (500 + side * 76, 716), (500, 704)], 15), band, 8)
        easel.solid(easel.stroke([(500, 704), (500 + side * 40, 780)], 17, 22), band, 8)


def _bloom(easel: Easel, dice: Random, at: tuple[float, float, float], tone: Color) -> None:
    cx, cy, r = at
    easel.drop(cx + 4, cy + 10, r * 1.2, r * 1.2, 0.35)
    kind = dice.choice(("rose", "daisy", "rose", "peony"))
    if kind == "daisy":
        for n in range(11):
            a = 360 / 11 * n
            easel.solid(easel.oval(cx + r * 0.58 * math.cos(math.radians(a)), cy + r * 0.58 * math.sin(math.radians(a)), r * 0.46, r * 0.17, a), lighter(tone, 0.2), 8)
        easel.solid(easel.oval(cx, cy, r * 0.3, r * 0.28), (236, 186, 72), 10)
        return
    rows = ((6, 0.62, 0.52), (5, 0.36, 0.44), (4, 0.16, 0.32)) if kind == "rose" else ((9, 0.72, 0.42), (7, 0.44, 0.38), (5, 0.2, 0.3))
    for depth, (count, far, size) in enumerate(rows):
        for n in range(count):
            a = 360 / count * n + depth * 31
            petal = easel.oval(cx + r * far * math.cos(math.radians(a)), cy + r * far * math.sin(math.radians(a)), r * size, r * size * 0.86, a)
            easel.solid(petal, mix(lighter(tone, 0.18), darker(tone, 0.14), depth / 2), r * 0.3)
    easel.fill(easel.oval(cx, cy, r * 0.1, r * 0.1), darker(tone, 0.4), 0.8)
