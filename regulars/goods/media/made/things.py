"""Things to carry, play, hear and ride."""

import math
from random import Random

from regulars.goods.media.made.clay import BASE, mark
from regulars.goods.media.made.color import GOLD, INK, PAPER, STEEL, WHITE, WOOD, Color, Palette, brightness, darker, lighter, mix
from regulars.goods.media.made.easel import Easel, Form, Point, ring, smooth
from regulars.goods.media.made.studio import sway


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
            easel.fill(easel.both(easel.form([(cx + x * r, cy + y * r) for x, y, _ in patch]), sphere), colors.main if n % 3 else colors.dark)
        for corner, other in zip(patch, _in_order(center, near), strict=True):
            far = _third(other, center)
            if corner[2] > 0 and far[2] > -0.1:
                easel.fill(easel.both(easel.stroke([(cx + corner[0] * r, cy + corner[1] * r), (cx + far[0] * r, cy + far[1] * r)], 5, curve=False), sphere), darker(base, 0.45))
    easel.shade(sphere, (40, 26, 50), -90, -100, 90, 0.75)
    easel.spot(sphere, cx - 80, cy - 100, 120, 100, WHITE, 0.7)


Space = tuple[float, float, float]


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


def backpack(easel: Easel, dice: Random, colors: Palette) -> None:
    """A rucksack with a flap or a zip, straps and a front pocket."""
    half, top, tone = 210 * sway(dice, 0.1), 330 + dice.uniform(-30, 30), colors.main
    leather = dice.choice((WOOD, (120, 76, 50), INK, colors.accent))
    easel.stand(500, BASE + 6, half)
    easel.solid(easel.stroke([(450, top + 20), (456, top - 66), (544, top - 66), (550, top + 20)], 22), leather, 10)
    body = easel.form(smooth([(500 - half * 0.66, top + 10), (500, top - 20), (500 + half * 0.66, top + 10), (500 + half, top + 150), (500 + half * 1.04, 680), (500 + half * 0.9, BASE), (500, BASE + 12), (500 - half * 0.9, BASE), (500 - half * 1.04, 680), (500 - half, top + 150)]))
    easel.solid(body, tone, 80)
    pocket = easel.card(500 - half * 0.68, 600, 500 + half * 0.68, BASE - 16, 40)
    easel.cast(easel.both(pocket, body), 2, 6, 8, 0.4)
    easel.solid(pocket, lighter(tone, 0.05), 30)
    if dice.random() < 0.55:
        flap = easel.form(smooth([(500 - half * 0.7, top + 4), (500, top - 24), (500 + half * 0.7, top + 4), (500 + half * 0.94, top + 140), (500 + half * 0.8, 570), (500, 600), (500 - half * 0.8, 570), (500 - half * 0.94, top + 140)]))
        easel.cast(easel.both(flap, body), 2, 12, 12, 0.45)
        easel.solid(flap, dice.choice((tone, lighter(tone, 0.1), colors.accent)), 46)
        for x in (500 - half * 0.4, 500 + half * 0.4):
            _strap(easel, x, 470, 690, leather)
    else:
        for points in ([(500 - half * 0.8, 560), (500 - half * 0.72, top + 150), (500, top + 86), (500 + half * 0.72, top + 150), (500 + half * 0.8, 560)], [(500 - half * 0.6, 640), (500, 632), (500 + half * 0.6, 640)]):
            easel.fill(easel.stroke(points, 10), darker(tone, 0.5))
            easel.fill(easel.stroke(points, 3), STEEL)
        easel.solid(easel.card(456, 470, 544, 550, 10), leather, 8)
        mark(easel, 500, 510, 24, PAPER, dice)


def _strap(easel: Easel, x: float, top: float, low: float, leather: Color) -> None:
    easel.solid(easel.card(x - 19, top, x + 19, low, 8), leather, 10)
    easel.solid(easel.card(x - 27, low - 74, x + 27, low - 30, 8), GOLD, 8)
    easel.solid(easel.card(x - 17, low - 66, x + 17, low - 38, 5), leather, 5)


def bear(easel: Easel, dice: Random, colors: Palette) -> None:
    """A plush bear, sitting; or a rabbit, if its ears are long."""
    fur, cx, rabbit = mix(colors.main, (206, 168, 126), dice.choice((0.0, 0.4, 0.75))), 500, dice.random() < 0.3
    pale = lighter(fur, 0.5)
    easel.stand(cx, BASE + 6, 190)
    for side in (-1, 1):
        easel.solid(easel.oval(cx + side * 176, 620, 62, 112, side * -24), fur, 40)
    easel.solid(easel.oval(cx, 660, 168, 156), fur, 70)
    belly = easel.oval(cx, 676, 104, 108)
    easel.fill(belly, pale, 0.75)
    easel.shade(belly, darker(fur, 0.2), -16, -20, 24, 0.5)
    for side in (-1, 1):
        easel.solid(easel.oval(cx + side * 126, 760, 82, 74), fur, 40)
        easel.solid(easel.oval(cx + side * 130, 772, 48, 46), pale, 18)
        ear = (cx + side * 92, 250, 44, 120, side * 12) if rabbit else (cx + side * 132, 318, 66, 64, 0)
        easel.solid(easel.oval(*ear), fur, 34)
        easel.solid(easel.oval(ear[0], ear[1] + 6, ear[2] * 0.58, ear[3] * 0.62, ear[4]), mix(pale, (240, 170, 160), 0.4), 14)
    easel.solid(easel.oval(cx, 420, 184, 158), fur, 80)
    easel.solid(easel.oval(cx, 476, 86, 66), pale, 26)
    for side in (-1, 1):
        easel.fill(easel.oval(cx + side * 72, 408, 17, 20), INK)
        easel.fill(easel.oval(cx + side * 72 - 5, 400, 6, 6), WHITE)
        easel.drop(cx + side * 118, 470, 44, 34, 0.4, (240, 130, 120))
    easel.solid(easel.oval(cx, 450, 27, 19), (66, 44, 44), 8)
    easel.fill(easel.stroke([(cx - 34, 492), (cx - 14, 506), (cx, 490), (cx + 14, 506), (cx + 34, 492)], 6), (84, 58, 54))
    _bow(easel, dice, (cx, 570), colors)


def _bow(easel: Easel, dice: Random, at: Point, colors: Palette) -> None:
    cx, cy = at
    tone = colors.accent
    if dice.random() < 0.5:
        easel.solid(easel.stroke([(cx - 140, cy - 24), (cx, cy + 8), (cx + 140, cy - 24)], 40, 46, 40), tone, 16)
        easel.solid(easel.stroke([(cx + 60, cy), (cx + 80, cy + 130)], 44, 52), lighter(tone, 0.08), 16)
        return
    for side in (-1, 1):
        easel.solid(easel.form(smooth([(cx, cy), (cx + side * 84, cy - 44), (cx + side * 96, cy + 4), (cx + side * 80, cy + 42)], steps=5)), tone, 20)
    easel.solid(easel.oval(cx, cy, 24, 24), lighter(tone, 0.1), 10)


def headphones(easel: Easel, dice: Random, colors: Palette) -> None:
    """Over-ear headphones."""
    tone, r, cy = colors.main, 220 * sway(dice, 0.06), 560
    metal = dice.choice((STEEL, GOLD, darker(tone, 0.2), INK))
    easel.drop(500, 806, 330, 40, 0.35)
    arc = [(500 + r * math.cos(a), cy - 20 + r * 1.16 * math.sin(a)) for a in [math.pi + math.pi * n / 10 for n in range(11)]]
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
        easel.solid(easel.oval(x + side * 26, cy + 86, 34, 66, side * 6), metal if dice.random() < 0.5 else lighter(tone, 0.14), 14)


def notebook(easel: Easel, dice: Random, colors: Palette) -> None:
    """A notebook, standing a little turned, with a band or a ribbon, and a pencil."""
    lean, tone = dice.uniform(-26, 26), colors.main
    x0, x1, y0, y1 = 290 * sway(dice, 0.06), 700, 300, 800
    easel.stand(505, BASE + 4, 220)
    easel.fill(easel.form([(x0 + 16, y0 + 8), (x1 + 26, y0 + 18 + lean * 0.2), (x1 + 24, y1 - 8), (x0 + 16, y1 + 4)]), darker(tone, 0.5))
    pages = easel.form([(x0 + 12, y0 + 10), (x1 + 17, y0 + 22), (x1 + 17, y1 - 12), (x0 + 12, y1)])
    easel.sweep(pages, PAPER, darker(PAPER, 0.08), darker(PAPER, 0.2))
    cover = easel.form([(x0, y0), (x1 - 8, y0 + 8), (x1, y0 + 18), (x1, y1 - 10), (x1 - 8, y1), (x0, y1 + 6)])
    easel.sweep(cover, darker(tone, 0.2), lighter(tone, 0.14), lighter(tone, 0.1), tone, darker(tone, 0.12))
    easel.sweep(easel.both(cover, easel.card(0, 0, x0 + 46, 1000, 1)), darker(tone, 0.45), darker(tone, 0.25), darker(tone, 0.4))
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
            easel.fill(easel.both(easel.oval(cx + (n - 2) * 62, 700 - 54 * (n % 2), 110, 90), cover), (colors.accent, lighter(tone, 0.3), light)[n % 3], 0.8)
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
    easel.sweep(easel.card(420, y - 13, 740, y + 13, 2), lighter(tone, 0.4), tone, darker(tone, 0.35), down=True)
    easel.fill(easel.form([(420, y - 13), (362, y), (420, y + 13)]), (236, 206, 164))
    easel.fill(easel.form([(382, y - 4.5), (362, y), (382, y + 4.5)]), INK)
    easel.sweep(easel.card(740, y - 13, 766, y + 13, 2), WHITE, STEEL, darker(STEEL, 0.3), down=True)
    easel.solid(easel.card(764, y - 13, 794, y + 13, 8), (232, 140, 140), 8)


def bicycle(easel: Easel, dice: Random, colors: Palette) -> None:
    """A city bicycle from the side."""
    tone, y, r = colors.main, 660, 146
    hubs = ((270, y), (730, y))
    easel.closer(0.93, 500, 810)
    easel.drop(510, y + r + 4, 420, 26, 0.5)
    tyre = dice.choice((INK, INK, (196, 150, 104), PAPER))
    for hx, hy in hubs:
        _wheel(easel, (hx, hy, r), tyre)
    crank = (478, y + 6)
    bars = [(hubs[0], crank), (hubs[0], (412, 442)), (crank, (402, 392)), (crank, (670, 478))]
    low = dice.random() < 0.4
    bars += [((440, 560) if low else (414, 448), (664, 436))]
    for a, b in bars:
        _tube(easel, [a, b], 19, tone)
    _tube(easel, [hubs[1], (684, 540), (656, 400)], 18, darker(tone, 0.1))
    _tube(easel, [(662, 410), (652, 352), *dice.choice(([(720, 336), (742, 372), (716, 404)], [(612, 344), (574, 356)], [(700, 352), (722, 352)]))], 14, STEEL)
    leather = dice.choice((INK, (140, 90, 58), (140, 90, 58)))
    easel.solid(easel.form(smooth([(340, 374), (396, 366), (470, 382), (462, 396), (400, 402), (346, 404)], steps=5)), leather, 12)
    easel.fill(easel.less(easel.oval(*crank, 46, 46), easel.oval(*crank, 34, 34)), STEEL)
    _tube(easel, [crank, (crank[0] + 34, crank[1] + 66)], 12, STEEL)
    easel.solid(easel.card(crank[0] + 8, crank[1] + 62, crank[0] + 64, crank[1] + 78, 5), INK, 5)
    for side in (-40, 40):
        easel.fill(easel.stroke([(270, y + side * 0.5), (crank[0], crank[1] + side)], 4), darker(STEEL, 0.4), 0.8)
    if dice.random() < 0.55:
        basket = easel.form([(690, 420), (826, 420), (806, 520), (712, 520)])
        easel.solid(basket, WOOD, 20)
        for n in range(7):
            easel.fill(easel.both(easel.stroke([(690, 434 + n * 14), (830, 434 + n * 14)], 3), basket), darker(WOOD, 0.4), 0.6)
    if dice.random() < 0.5:
        for hx, hy in hubs:
            guard = easel.less(easel.form(ring(hx, hy, r + 22, r + 22, start=190, end=340)), easel.oval(hx, hy, r + 10, r + 10))
            easel.fill(easel.less(guard, easel.card(hx - 400, hy - r * 0.42, hx + 400, hy + 400, 2)), tone)


def _tube(easel: Easel, points: list[Point], width: float, tone: Color) -> None:
    form = easel.stroke(points, width, curve=len(points) > 2)
    easel.fill(form, darker(tone, 0.12))
    easel.fill(easel.stroke([(x - 2, y - 3) for x, y in points], width * 0.34, curve=len(points) > 2), lighter(tone, 0.5))


def _wheel(easel: Easel, at: tuple[float, float, float], tyre: Color) -> None:
    x, y, r = at
    easel.fill(easel.less(easel.oval(x, y, r, r), easel.oval(x, y, r - 15, r - 15)), tyre)
    easel.fill(easel.less(easel.oval(x, y, r - 14, r - 14), easel.oval(x, y, r - 22, r - 22)), STEEL)
    for n in range(14):
        a = math.pi * n / 14
        dx, dy = (r - 18) * math.cos(a), (r - 18) * math.sin(a)
        easel.fill(easel.stroke([(x - dx, y - dy), (x + dx, y + dy)], 2.6, curve=False), darker(STEEL, 0.2), 0.85)
    easel.solid(easel.oval(x, y, 15, 15), STEEL, 6)


def umbrella(easel: Easel, dice: Random, colors: Palette) -> None:
    """An open umbrella: rain cloth or oiled paper."""
    wide, top, low = 360 * sway(dice, 0.06), 240, 520
    easel.closer(0.9, 500, 760)
    paper = dice.random() < 0.45
    easel.drop(520, 830, 170, 24, 0.3)
    handle = [(500, top), (500, 760), (500, 800), (540, 826), (572, 796)] if not paper else [(500, top), (500, 840)]
    easel.solid(easel.stroke(handle, 12, 13, 17), WOOD if paper else dice.choice((INK, WOOD)), 7)
    ribs = [500 + wide * math.sin(math.pi * (n / 8 - 0.5)) for n in range(9)]
    dome: list[Point] = [(500 + wide * math.cos(a), low - (low - top) * math.sin(a)) for a in [math.pi * n / 24 for n in range(25)]]
    sag = 8 if paper else 30
    hem = [((ribs[n] + ribs[n + 1]) / 2 if half else ribs[n], low - (sag if half else 0)) for n in range(8) for half in (0, 1)]
    cover = easel.form([*dome, *hem, (ribs[8], low)])
    easel.cast(cover, 14, 30, 26, 0.25)
    easel.solid(cover, colors.main, 90)
    for n in range(0, 8, 2):
        if not paper:
            _gore(easel, cover, (ribs[n], ribs[n + 1], top, low), mix(colors.main, dice.choice((colors.accent, PAPER, colors.main)), 0.8))
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
    outline = [*smooth([(500, top), *edge[0]], closed=False), *reversed(smooth([(500, top), *edge[1]], closed=False))]
    form = easel.both(easel.form(outline), cover)
    easel.fill(form, tone, 0.8)


def _blossoms(easel: Easel, cover: Form, dice: Random, colors: Palette) -> None:
    light = lighter(colors.main, 0.7) if brightness(colors.main) < 190 else colors.accent
    twig = [(250, 500), (380, 420), (520, 400), (660, 330)]
    easel.fill(easel.both(easel.stroke(twig, 10, 7, 4), cover), darker(colors.main, 0.55))
    for n in range(11):
        x, y, r = 280 + n * 36 + dice.uniform(-20, 20), 490 - n * 13 + dice.uniform(-40, 30), dice.uniform(17, 26)
        for angle in range(0, 360, 72):
            petal = easel.oval(x + r * 0.6 * math.cos(math.radians(angle)), y + r * 0.6 * math.sin(math.radians(angle)), r * 0.5, r * 0.4, angle)
            easel.fill(easel.both(petal, cover), light)
        easel.fill(easel.both(easel.oval(x, y, r * 0.2, r * 0.2), cover), (226, 176, 72))


def kite(easel: Easel, dice: Random, colors: Palette) -> None:
    """A kite in the sky: a swallow, a diamond or a butterfly, with tails."""
    for n in range(3):
        x, y = dice.uniform(80, 860), dice.uniform(120, 840)
        for dx, r in ((0, 90), (80, 64), (-80, 60)):
            easel.drop(x + dx, y + (90 - r) * 0.4, r * 1.7, r * 0.9, 0.75, WHITE)
    tilt = dice.uniform(-16, 16)
    dice.choice((_swallow, _diamond, _swallow, _butterfly))(easel, dice, colors, tilt)


def _tilted(points: list[Point], tilt: float) -> list[Point]:
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    return [(500 + (x - 500) * cos - (y - 450) * sin, 450 + (x - 500) * sin + (y - 450) * cos) for x, y in points]


def _tails(easel: Easel, dice: Random, colors: Palette, tilt: float, starts: list[Point]) -> None:
    for n, (x, y) in enumerate(_tilted(starts, tilt)):
        way = [(x, y)] + [(x + (34 if k % 2 else -34) + dice.uniform(-10, 10), y + 66 * k) for k in range(1, 5)]
        easel.solid(easel.stroke(way, 20, 16, 10), (colors.accent, colors.main, lighter(colors.accent, 0.4))[n % 3], 8)


def _swallow(easel: Easel, dice: Random, colors: Palette, tilt: float) -> None:
    tail = easel.form(_tilted([(470, 480), (530, 480), (600, 760), (520, 640), (480, 640), (400, 760)], tilt))
    easel.cast(tail, 14, 26, 20, 0.25)
    easel.solid(tail, colors.dark, 20)
    wings = easel.form(_tilted(smooth([(500, 300), (660, 250), (850, 300), (900, 390), (760, 430), (560, 470), (500, 520), (440, 470), (240, 430), (100, 390), (150, 300), (340, 250)]), tilt))
    easel.cast(wings, 14, 26, 20, 0.3)
    easel.solid(wings, colors.main, 30)
    for side in (-1, 1):
        for n, tone in enumerate((colors.accent, PAPER, colors.dark)):
            easel.fill(easel.both(easel.form(_tilted(ring(500 + side * (230 + n * 8), 350 + n * 4, 112 - 36 * n, 62 - 20 * n), tilt)), wings), tone)
    easel.solid(easel.form(_tilted(ring(500, 380, 62, 150), tilt)), PAPER, 26)
    easel.solid(easel.form(_tilted(ring(500, 270, 66, 58), tilt)), colors.dark, 22)
    for side in (-1, 1):
        easel.fill(easel.form(_tilted(ring(500 + side * 27, 262, 17, 17), tilt)), WHITE)
        easel.fill(easel.form(_tilted(ring(500 + side * 27, 264, 8, 8), tilt)), INK)
    mark(easel, *_tilted([(500, 420)], tilt)[0], 46, colors.main, dice)


def _diamond(easel: Easel, dice: Random, colors: Palette, tilt: float) -> None:
    _tails(easel, dice, colors, tilt, [(500, 640)])
    corners: list[Point] = [(500, 160), (720, 360), (500, 650), (280, 360)]
    whole = easel.form(_tilted(corners, tilt))
    easel.cast(whole, 16, 30, 22, 0.32)
    tones = (colors.main, colors.accent, lighter(colors.main, 0.3), PAPER)
    for n in range(4):
        easel.sweep(easel.form(_tilted([corners[n], corners[(n + 1) % 4], (500, 360)], tilt)), lighter(tones[n], 0.15), darker(tones[n], 0.08))
    for a, b in ((0, 2), (1, 3)):
        easel.fill(easel.stroke(_tilted([corners[a], corners[b]], tilt), 6, curve=False), WOOD)
    easel.fill(easel.stroke([*_tilted([(500, 360)], tilt), (430, 760), (300, 1000)], 3), darker(colors.wall, 0.5))


def _butterfly(easel: Easel, dice: Random, colors: Palette, tilt: float) -> None:
    _tails(easel, dice, colors, tilt, [(440, 640), (560, 640)])
    for side in (-1, 1):
        for low, shape in ((True, [(0, 0), (150, 30), (230, 120), (160, 230), (60, 190)]), (False, [(0, -20), (120, -190), (290, -230), (330, -110), (200, 20)])):
            wing = easel.form(_tilted(smooth([(500 + side * x, 430 + y) for x, y in shape]), tilt))
            easel.cast(wing, 12, 22, 18, 0.3)
            easel.solid(wing, colors.accent if low else colors.main, 34)
            x, y = (500 + side * (140 if low else 220), 430 + (120 if low else -130))
            for r, tone in ((60, PAPER), (40, colors.dark), (20, colors.accent)):
                easel.fill(easel.both(easel.form(_tilted(ring(x, y, r, r * 0.8), tilt)), wing), tone)
    easel.solid(easel.form(_tilted(ring(500, 440, 30, 170), tilt)), colors.dark, 14)
    for side in (-1, 1):
        easel.fill(easel.stroke(_tilted([(500, 290), (500 + side * 40, 220), (500 + side * 80, 200)], tilt), 6, 4), colors.dark)
