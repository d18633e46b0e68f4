"""Things to eat and drink."""

import math
from random import Random

from regulars.goods.media.made.clay import BASE, bowl_body, decorate, label, mark, mouth
from regulars.goods.media.made.color import GOLD, INK, LEAF, PAPER, STEEL, WHITE, WOOD, Color, Palette, brightness, darker, lighter, mix
from regulars.goods.media.made.easel import Easel, Form, Point, lathe, ring, smooth
from regulars.goods.media.made.studio import sway


def leaf(easel: Easel, x: float, y: float, long: float, turn: float, tone: Color = LEAF) -> None:
    """A pointed leaf with a vein."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    shape = [(0, 0), (0.3, -0.2), (0.65, -0.2), (1, 0), (0.65, 0.16), (0.3, 0.18)]
    at = [(x + (a * cos - b * sin) * long, y + (a * sin + b * cos) * long) for a, b in shape]
    easel.solid(easel.form(smooth(at, steps=5)), tone, long * 0.12)
    easel.fill(easel.stroke([(x, y), (x + cos * long * 0.92, y + sin * long * 0.92)], 4, 2, curve=False), lighter(tone, 0.4), 0.8)


def _fruit(easel: Easel, dice: Random, at: tuple[float, float, float], tone: Color, blush: Color | None) -> None:
    cx, cy, r = at
    easel.stand(cx, cy + r * 0.94, r * 0.7)
    ball = easel.solid(easel.oval(cx, cy, r, r * 0.95, dice.uniform(-8, 8)), tone, r * 0.55)
    if blush is None:
        for _ in range(34):
            a, d = dice.uniform(0, 6.3), r * 0.9 * math.sqrt(dice.random())
            easel.fill(easel.oval(cx + d * math.cos(a), cy + d * math.sin(a), 2.6, 2.6), darker(tone, 0.4), 0.3)
    else:
        easel.spot(ball, cx + r * 0.3, cy + r * 0.1, r * 1.0, r * 1.0, blush, 0.75)
        seam = [(cx + r * 0.02, cy - r * 0.9), (cx + r * 0.34, cy - r * 0.2), (cx + r * 0.24, cy + r * 0.8)]
        easel.fill(easel.both(easel.stroke(seam, 3, 7, 3), ball), darker(blush, 0.4), 0.55)
    easel.spot(ball, cx - r * 0.36, cy - r * 0.4, r * 0.5, r * 0.44, WHITE, 0.6 if blush is None else 0.4)
    stem = [(cx, cy - r * 0.88), (cx + r * 0.06, cy - r * 1.08)]
    easel.fill(easel.stroke(stem, 11, 8), (104, 78, 52))
    if dice.random() < 0.65:
        leaf(easel, cx + 3, cy - r * 1.0, r * 0.95, dice.choice((-30, -160, -18, -145)), mix(LEAF, (70, 120, 60), dice.random()))


def _pile(dice: Random, r: float) -> list[tuple[float, float, float]]:
    layouts: list[list[Point]] = [[(500, 0)], [(390, 10), (610, 0)], [(320, 0), (680, 0), (500, 34)], [(385, 0), (615, 0), (500, -1.62 * r)]]
    places = dice.choice(layouts)
    scale = {1: 1.3, 2: 1.05, 3: 1.0}[len(places)]
    spots = [(500 + (x - 500) * (r / 115), BASE - r * scale * 0.9 + y, r * scale * sway(dice, 0.05)) for x, y in places]
    return sorted(spots, key=lambda spot: spot[1] if len(places) < 3 or places[2][1] > 0 else -spot[1])


def orange(easel: Easel, dice: Random, colors: Palette) -> None:
    """Oranges, sometimes one cut open."""
    tone = mix((240, 140, 36), colors.main, 0.1)
    for at in _pile(dice, 135):
        _fruit(easel, dice, at, mix(tone, (250, 180, 50), dice.uniform(0, 0.25)), None)
    if dice.random() < 0.6:
        _half(easel, dice.choice((290, 720)), 770, 92, tone)


def _half(easel: Easel, cx: float, cy: float, r: float, tone: Color) -> None:
    easel.stand(cx, cy + r * 0.9, r * 0.7)
    easel.solid(easel.oval(cx, cy, r, r), tone, 20)
    easel.fill(easel.oval(cx - 3, cy - 2, r * 0.93, r * 0.93), (255, 240, 210))
    for n in range(10):
        a = math.radians(36 * n + 8)
        wedge = [(cx - 3 + 10 * math.cos(a), cy - 2 + 10 * math.sin(a)), *ring(cx - 3, cy - 2, r * 0.84, r * 0.84, start=36 * n - 7, end=36 * n + 23)]
        easel.sweep(easel.form(wedge), lighter(tone, 0.45), tone)
    easel.spot(easel.oval(cx, cy, r, r), cx - r * 0.3, cy - r * 0.4, r * 0.6, r * 0.5, WHITE, 0.4)


def peach(easel: Easel, dice: Random, colors: Palette) -> None:
    """Peaches with a blush."""
    for at in _pile(dice, 140):
        _fruit(easel, dice, at, mix((255, 206, 150), colors.main, 0.08), mix((232, 92, 92), colors.main, 0.12))


def bread(easel: Easel, dice: Random, colors: Palette) -> None:
    """A round loaf, a tin loaf, or a pair of baguettes on a board."""
    crust = mix((198, 126, 62), colors.main, 0.12)
    easel.closer(0.87, 500, 810)
    board = easel.form(smooth([(150, 780), (500, 766), (850, 780), (866, 806), (850, 830), (500, 838), (150, 830), (134, 806)]))
    easel.drop(520, 836, 470, 70, 0.45)
    easel.sweep(board, lighter(WOOD, 0.1), lighter(WOOD, 0.35), WOOD, darker(WOOD, 0.3))
    dice.choice((_boule, _tin, _baguettes, _boule))(easel, dice, crust)


def _score(easel: Easel, form: Form, line: list[Point], crust: Color) -> None:
    easel.fill(easel.both(easel.stroke(line, 6, 30, 6), form), lighter(crust, 0.62))
    easel.fill(easel.both(easel.stroke([(x + 3, y + 12) for x, y in line], 3, 9, 3), form), darker(crust, 0.35), 0.7)


def _boule(easel: Easel, dice: Random, crust: Color) -> None:
    wide, high = 300 * sway(dice, 0.1), 270 * sway(dice, 0.15)
    easel.drop(510, 796, wide * 1.2, 40, 0.5)
    loaf = easel.form(smooth([(500 - wide, 740), (500 - wide * 0.8, 800 - high * 0.7), (500, 800 - high), (500 + wide * 0.8, 800 - high * 0.7), (500 + wide, 740), (500 + wide * 0.8, 796), (500 - wide * 0.8, 796)]))
    easel.solid(loaf, crust, 90)
    easel.spot(loaf, 440, 800 - high * 0.8, wide * 0.8, high * 0.5, (255, 236, 204), 0.6)
    kind = dice.choice(("cross", "lines", "leafy"))
    mid = 800 - high * 0.55
    if kind == "cross":
        _score(easel, loaf, [(500 - wide * 0.55, mid + 30), (500, mid - 50), (500 + wide * 0.6, mid + 20)], crust)
        _score(easel, loaf, [(470, mid - high * 0.42), (510, mid - 30), (500, mid + high * 0.3)], crust)
    else:
        for n in range(-2, 3):
            lean = 60 if kind == "lines" else 50 * (1 if n > 0 else -1 if n < 0 else 0)
            _score(easel, loaf, [(500 + n * wide * 0.3 + lean, mid - high * 0.26), (500 + n * wide * 0.3, mid), (500 + n * wide * 0.3 - lean * 0.6, mid + high * 0.24)], crust)


def _tin(easel: Easel, dice: Random, crust: Color) -> None:
    top = dice.uniform(500, 560)
    easel.drop(510, 796, 340, 40, 0.5)
    side = easel.form(smooth([(270, top + 40), (250, top - 20), (330, top - 70), (640, top - 70), (730, top - 20), (710, top + 40), (716, 790), (264, 790)], steps=6))
    easel.solid(side, crust, 60)
    crumb = easel.form(smooth([(250, top + 30), (236, top - 20), (300, top - 66), (420, top - 60), (470, top - 10), (452, top + 40), (456, 790), (246, 790)], steps=6))
    easel.solid(crumb, darker(crust, 0.1), 12)
    inner = easel.form(smooth([(264, top + 30), (252, top - 16), (304, top - 50), (414, top - 46), (452, top - 8), (438, top + 40), (440, 776), (262, 776)], steps=6))
    easel.solid(inner, (250, 230, 190), 26)
    for _ in range(44):
        easel.fill(easel.both(easel.oval(dice.uniform(256, 440), dice.uniform(top, 770), dice.uniform(3, 9), dice.uniform(2, 6)), inner), (222, 190, 140), 0.7)


def _baguettes(easel: Easel, dice: Random, crust: Color) -> None:
    for n in range(dice.choice((2, 3))):
        y, lean = 770 - 74 * n, dice.uniform(-18, 18)
        easel.drop(510, y + 46, 400, 34, 0.4)
        loaf = easel.stroke([(170, y + lean), (330, y), (500, y - 6), (670, y), (836, y - lean)], 44, 92, 100, 92, 44)
        easel.solid(loaf, mix(crust, (226, 160, 90), 0.3 * n), 36)
        for x in range(250, 780, 104):
            _score(easel, loaf, [(x - 40, y + 26), (x, y), (x + 44, y - 28)], crust)


def coffee(easel: Easel, dice: Random, colors: Palette) -> None:
    """A standing bag of beans with a label."""
    half, top = 200 * sway(dice, 0.1), 300 + dice.uniform(-30, 50)
    paper = dice.choice((colors.main, colors.main, (196, 158, 116), INK, PAPER))
    easel.stand(500, BASE + 4, half * 1.05)
    bag = easel.form(smooth([(500 - half * 0.94, top), (500 + half * 0.94, top), (500 + half * 0.96, top + 80), (500 + half * 1.06, 640), (500 + half, BASE), (500, BASE + 12), (500 - half, BASE), (500 - half * 1.06, 640), (500 - half * 0.96, top + 80)], steps=5))
    easel.sweep(bag, darker(paper, 0.18), lighter(paper, 0.3), paper, paper, darker(paper, 0.1), darker(paper, 0.34))
    easel.shade(bag, darker(paper, 0.6), 0, -30, 40, 0.5)
    easel.fill(easel.both(bag, easel.card(0, top + 36, 1000, top + 44, 1)), darker(paper, 0.4), 0.5)
    easel.solid(easel.card(500 - half * 0.98, top - 14, 500 + half * 0.98, top + 26, 6), darker(paper, 0.12), 10)
    label(easel, bag, (500 - half * 0.66, 480, 500 + half * 0.66, 740), colors if paper != colors.main else colors._replace(main=colors.accent), dice)
    for n in range(dice.choice((0, 5, 8))):
        _bean(easel, 270 + dice.uniform(-60, 60) if n % 2 else 730 + dice.uniform(-70, 90), BASE + dice.uniform(-6, 50), dice.uniform(0, 180))


def _bean(easel: Easel, x: float, y: float, turn: float) -> None:
    easel.drop(x + 5, y + 14, 36, 14, 0.4)
    bean = easel.solid(easel.oval(x, y, 26, 17, turn), (106, 66, 42), 12)
    easel.fill(easel.both(easel.oval(x, y, 25, 3, turn), bean), (60, 36, 26))


def tea(easel: Easel, dice: Random, colors: Palette) -> None:
    """A caddy, and loose leaves before it."""
    half, top, tone = 165 * sway(dice, 0.12), 380 + dice.uniform(-60, 60), colors.main
    cx = dice.choice((440, 400))
    easel.closer(0.92, 500, 810)
    easel.stand(cx, BASE, half)
    if dice.random() < 0.5:
        body = easel.join(easel.form(lathe([(half, top), (half, BASE - 10)], cx)), easel.oval(cx, BASE - 10, half, half * 0.13))
        easel.turned_body(body, tone, 0.4)
        label(easel, body, (cx - half * 0.6, top + 90, cx + half * 0.6, BASE - 60), colors, dice)
        easel.turned_body(easel.form(lathe([(half * 1.03, top - 70), (half * 1.03, top + 30)], cx)), darker(tone, 0.15), 0.4)
        easel.sweep(easel.oval(cx, top - 70, half * 1.03, half * 0.14), lighter(tone, 0.5), tone, down=True)
    else:
        pack = easel.form([(cx - half, top), (cx + half * 0.7, top), (cx + half * 0.7, BASE), (cx - half, BASE)])
        easel.sweep(pack, lighter(tone, 0.25), tone, tone)
        label(easel, pack, (cx - half * 0.72, top + 70, cx + half * 0.42, BASE - 70), colors, dice)
        easel.sweep(easel.form([(cx + half * 0.7, top), (cx + half * 1.15, top - 34), (cx + half * 1.15, BASE - 40), (cx + half * 0.7, BASE)]), darker(tone, 0.25), darker(tone, 0.45))
        easel.fill(easel.form([(cx - half, top), (cx - half * 0.5, top - 34), (cx + half * 1.15, top - 34), (cx + half * 0.7, top)]), lighter(tone, 0.5))
    _loose(easel, dice, cx + half + 130, mix((84, 104, 54), colors.main, dice.choice((0.1, 0.6))))


def _loose(easel: Easel, dice: Random, cx: float, tone: Color) -> None:
    easel.stand(cx, BASE + 30, 130)
    easel.turned_body(easel.form(smooth([(cx - 150, BASE - 22), (cx + 150, BASE - 22), (cx + 100, BASE + 30), (cx - 100, BASE + 30)], steps=5)), PAPER, 0.3)
    easel.fill(easel.oval(cx, BASE - 24, 150, 27), darker(PAPER, 0.2))
    for n in range(64):
        a, d = dice.uniform(0, 6.28), math.sqrt(dice.random())
        x, y = cx + 122 * d * math.cos(a), BASE - 32 - (1 - d) * 46 + 14 * d * math.sin(a)
        easel.fill(easel.stroke([(x - 17, y + dice.uniform(-9, 9)), (x, y + dice.uniform(-6, 6)), (x + 17, y + dice.uniform(-9, 9))], 5, 9, 4), (tone, darker(tone, 0.4), lighter(tone, 0.25))[n % 3])


def honey(easel: Easel, dice: Random, colors: Palette) -> None:
    """A jar of honey, its lid under cloth or metal, a dipper beside."""
    half, top, cx = 170 * sway(dice, 0.12), 470 + dice.uniform(-50, 50), dice.choice((500, 440))
    amber = mix(mix((232, 152, 34), (150, 76, 20), dice.random() * 0.7), colors.main, 0.2)
    easel.stand(cx, BASE, half)
    easel.drop(cx + 60, BASE + 14, 190, 30, 0.4, lighter(amber, 0.3))
    body = easel.form(lathe([(half * 0.8, top), (half, top + 60), (half, BASE - 50), (half * 0.86, BASE)], cx))
    easel.sweep(body, darker(amber, 0.3), lighter(amber, 0.45), amber, lighter(amber, 0.25), amber, darker(amber, 0.4))
    easel.spot(body, cx, BASE - 40, half * 0.9, 130, (255, 224, 130), 0.6)
    easel.spot(body, cx - half * 0.66, 640, 26, 200, WHITE, 0.75)
    label(easel, body, (cx - half * 0.62, top + 90, cx + half * 0.62, BASE - 60), colors._replace(main=darker(amber, 0.2)), dice)
    if dice.random() < 0.5:
        cloth = easel.form(smooth([(cx - half * 0.8, top - 80), (cx, top - 96), (cx + half * 0.8, top - 80), (cx + half * 0.84, top - 20), (cx + half * 1.12, top + 44), (cx + half * 0.4, top + 30), (cx, top + 48), (cx - half * 0.4, top + 30), (cx - half * 1.12, top + 44), (cx - half * 0.84, top - 20)]))
        easel.solid(cloth, colors.accent, 34)
        easel.solid(easel.stroke([(cx - half * 0.84, top - 14), (cx, top - 2), (cx + half * 0.84, top - 14)], 12), WOOD, 6)
    else:
        easel.turned_body(easel.form(lathe([(half * 0.9, top - 76), (half * 0.92, top + 4)], cx)), dice.choice((GOLD, INK, WOOD, STEEL)), 0.5)
        easel.fill(easel.oval(cx, top - 76, half * 0.9, half * 0.12), lighter(GOLD, 0.4))
    if cx < 500:
        easel.stand(720, BASE + 26, 80)
        easel.solid(easel.stroke([(640, BASE + 6), (850, BASE - 130)], 17), WOOD, 8)
        for n in range(5):
            easel.solid(easel.oval(630 + n * 19, BASE + 12 - n * 13, 12, (26, 34, 38, 34, 26)[n], -33), lighter(WOOD, 0.15), 8)


def ricebag(easel: Easel, dice: Random, colors: Palette) -> None:
    """A tied sack of rice, some grains before it."""
    half, top = 220 * sway(dice, 0.1), 420 + dice.uniform(-30, 40)
    sacking = dice.choice(((222, 200, 164), PAPER, lighter(colors.main, 0.6)))
    easel.stand(500, BASE + 6, half)
    ruff = easel.form(smooth([(440, top + 10), (380, top - 96), (450, top - 74), (500, top - 112), (556, top - 76), (624, top - 98), (562, top + 10)]))
    easel.solid(ruff, darker(sacking, 0.06), 40)
    sack = easel.form(smooth([(446, top), (554, top), (500 + half * 0.86, top + 110), (500 + half * 1.05, 660), (500 + half * 0.9, BASE), (500, BASE + 12), (500 - half * 0.9, BASE), (500 - half * 1.05, 660), (500 - half * 0.86, top + 110)]))
    easel.solid(sack, sacking, 84)
    easel.solid(easel.stroke([(440, top), (500, top + 12), (560, top)], 24), colors.main, 12)
    easel.fill(easel.both(sack, easel.card(0, 752, 1000, 772, 1)), colors.main, 0.85)
    easel.solid(easel.both(sack, easel.oval(500, 636, half * 0.56, half * 0.5)), colors.main if brightness(colors.main) < 190 else colors.accent, 8)
    mark(easel, 500, 632, half * 0.28, PAPER, dice)
    for n in range(dice.choice((14, 26, 34))):
        x, y = 500 + dice.uniform(-1, 1) * half * 1.7, BASE + dice.uniform(14, 58)
        easel.drop(x + 3, y + 5, 15, 6, 0.4)
        easel.fill(easel.oval(x, y, 12, 5, dice.uniform(0, 180)), (255, 252, 240) if n % 4 else (238, 226, 200))


def ricebowl(easel: Easel, dice: Random, colors: Palette) -> None:
    """A bowl heaped with rice, chopsticks across."""
    wide, top = 260 * sway(dice, 0.08), 590
    easel.stand(500, BASE, wide * 0.6)
    easel.turned_body(easel.form(lathe([(wide * 0.38, BASE - 40), (wide * 0.42, BASE)])), darker(colors.main, 0.2))
    body = bowl_body(easel, 500, top, wide, BASE - top)
    easel.turned_body(body, colors.main, 0.5)
    decorate(easel, body, (500, top, wide, BASE - top), colors, dice)
    mouth(easel, 500, top, wide, lighter(colors.main, 0.3), colors.main)
    heap = smooth([(500 - wide * 0.9, top + 6), (500 - wide * 0.7, top - 90), (500 - wide * 0.2, top - 168), (500 + wide * 0.3, top - 160), (500 + wide * 0.74, top - 84), (500 + wide * 0.9, top + 6), (500, top + 44)])
    rice = easel.solid(easel.form(heap), (250, 246, 236), 70)
    for n in range(190):
        x, y = 500 + dice.uniform(-wide, wide) * 0.9, top + dice.uniform(-165, 36)
        grain = easel.both(easel.oval(x, y, 13, 5.4, dice.uniform(0, 180)), rice)
        easel.fill(grain, WHITE if n % 3 else (226, 214, 196), 0.85)
    if dice.random() < 0.6:
        for n in range(2):
            easel.solid(easel.stroke([(560 + 34 * n, top - 30), (880, 300 + 44 * n)], 13, 20), dice.choice((WOOD, INK, (150, 60, 50))), 8)
    for n in range(dice.choice((0, 9))):
        easel.fill(easel.oval(500 + dice.uniform(-80, 80), top - 130 + dice.uniform(-20, 30), 8, 6), LEAF if n % 2 else INK)
