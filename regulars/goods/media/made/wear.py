"""Things to wear: knitwear, scarves, shirts, shoes, suits, dresses, rings."""

import math
from random import Random

from PIL import Image, ImageDraw, ImageFont

from regulars.goods.media.made.color import GOLD, INK, PAPER, STEEL, WHITE, Color, Palette, brightness, darker, lighter, mix, turned
from regulars.goods.media.made.cloth import folds, fringe, knit, print_tile
from regulars.goods.media.made.easel import Easel, Form, Point, ring, smooth
from regulars.goods.media.made.studio import sway

SLEEVE = [(372, 238), (290, 286), (196, 560), (176, 716), (258, 736), (304, 560), (352, 440)]


def mirrored(points: list[Point]) -> list[Point]:
    """The same on the other side of the middle."""
    return [(1000 - x, y) for x, y in points]


def sweater(easel: Easel, dice: Random, colors: Palette) -> None:
    """A knitted pullover laid flat, with ribs, stripes or a band."""
    wool, wide = colors.main, 190 * sway(dice, 0.1)
    hem = 790 + dice.uniform(-30, 30)
    trunk = easel.form(smooth([(420, 214), (500, 236), (580, 214), (500 + wide * 0.9, 262), (500 + wide, 500), (500 + wide * 1.02, hem), (500, hem + 14), (500 - wide * 1.02, hem), (500 - wide, 500), (500 - wide * 0.9, 262)], steps=6))
    sleeves = [easel.form(smooth(SLEEVE)), easel.form(smooth(mirrored(SLEEVE)))]
    easel.cast(easel.join(trunk, *sleeves), 16, 26, 24, 0.4)
    pattern = knit(easel, wool, dice)
    for part in (*sleeves, trunk):
        easel.tile(part, pattern)
        _stripes(easel, part, dice.random() if part is sleeves[0] else 0.5, colors, dice)
        easel.shade(part, darker(wool, 0.6), -26, -18, 34, 0.6)
        easel.shade(part, lighter(wool, 0.6), 16, 16, 22, 0.3)
    for x, turn in ((218, 8), (782, -8)):
        _rib(easel, easel.form(ring(x, 706, 48, 44, turn=turn)), wool, 14)
    _rib(easel, easel.both(trunk, easel.card(200, hem - 56, 800, hem + 40, 4)), wool, 16)
    _collar(easel, dice, wool)


def _stripes(easel: Easel, part: Form, luck: float, colors: Palette, dice: Random) -> None:
    if luck == 0.5 and dice.random() < 0.45:
        for y in range(360, 360 + 44 * dice.randint(1, 5), 44):
            easel.fill(easel.both(part, easel.card(0, y, 1000, y + 20, 2)), colors.accent, 0.55)


def _rib(easel: Easel, form: Form, wool: Color, step: int) -> None:
    easel.solid(form, darker(wool, 0.1), 18)
    x0, x1 = ((form.at[0] + n - easel.origin[0]) / easel.unit for n in (0, form.mask.width))
    for n in range(int((x1 - x0) / step)):
        x = x0 + n * step
        easel.fill(easel.both(easel.card(x, 0, x + 4, 1000, 1), form), darker(wool, 0.4), 0.5)


def _collar(easel: Easel, dice: Random, wool: Color) -> None:
    high = dice.choice((20, 20, 74))
    easel.fill(easel.oval(500, 226, 84, 34), darker(wool, 0.62))
    band = easel.less(easel.form(smooth([(408, 216), (430, 216 - high), (500, 200 - high), (570, 216 - high), (592, 216), (500, 282)])), easel.oval(500, 214 - high * 0.4, 66, 26))
    easel.solid(band, darker(wool, 0.06), 20)


def scarf(easel: Easel, dice: Random, colors: Palette) -> None:
    """A printed square laid out, or a long soft scarf with a fringe."""
    if dice.random() < 0.55:
        _square(easel, dice, colors)
    else:
        _long(easel, dice, colors)


def _square(easel: Easel, dice: Random, colors: Palette) -> None:
    half, turn = 330, dice.choice((45, 45, 38, 8, -7))
    corners = [(500 + half * 1.32 * math.cos(math.radians(a + turn)), 500 + half * 1.32 * math.sin(math.radians(a + turn))) for a in (45, 135, 225, 315)]
    outline = [_along(a, b, n / 8, dice.uniform(-7, 7)) for a, b in zip(corners, corners[1:] + corners[:1], strict=True) for n in range(8)]
    silk = easel.form(smooth(outline, steps=4))
    easel.cast(silk, 14, 22, 22, 0.42)
    easel.fill(silk, colors.main)
    for share, tone in ((0.93, colors.accent), (0.88, colors.light), (0.84, colors.main)):
        inner = [(500 + (x - 500) * share, 500 + (y - 500) * share) for x, y in outline]
        form = easel.form(smooth(inner, steps=4))
        easel.fill(form, tone)
    easel.tile(form, print_tile(easel, colors, dice))
    if dice.random() < 0.6:
        _medallion(easel, colors, dice)
    folds(easel, silk, dice, colors.main)


def _along(a: Point, b: Point, t: float, off: float) -> Point:
    return a[0] + (b[0] - a[0]) * t + off, a[1] + (b[1] - a[1]) * t + off


def _medallion(easel: Easel, colors: Palette, dice: Random) -> None:
    petals, size = dice.choice((8, 12, 16)), dice.uniform(130, 190)
    easel.fill(easel.oval(500, 500, size * 1.16, size * 1.16), colors.accent)
    easel.fill(easel.oval(500, 500, size * 1.08, size * 1.08), colors.light)
    for ringed, tone in ((1.0, colors.main), (0.62, colors.accent), (0.3, colors.dark)):
        for n in range(petals):
            angle = 2 * math.pi * n / petals
            x, y = 500 + math.cos(angle) * size * 0.62 * ringed, 500 + math.sin(angle) * size * 0.62 * ringed
            easel.fill(easel.oval(x, y, size * 0.36 * ringed, size * 0.15 * ringed, math.degrees(angle)), tone)


def _long(easel: Easel, dice: Random, colors: Palette) -> None:
    lean = dice.uniform(-30, 30)
    back = [(430 + lean, 150), (610, 130), (640, 420), (660 + lean, 800), (530 + lean, 812), (520, 430)]
    front = [(560, 120), (390, 160), (350, 430), (330 - lean, 760), (480 - lean, 776), (510, 440), (600, 190)]
    pattern = print_tile(easel, colors, dice) if dice.random() < 0.5 else knit(easel, colors.main, dice, fine=True)
    for points, bottom in ((back, (530 + lean, 660 + lean, 806)), (front, (330 - lean, 480 - lean, 768))):
        form = easel.form(smooth(points))
        easel.cast(form, 14, 20, 20, 0.42)
        fringe(easel, bottom, colors.main, dice)
        easel.tile(form, pattern)
        for n in range(3):
            y = bottom[2] - 46 - 34 * n
            easel.fill(easel.both(form, easel.card(0, y, 1000, y + 15, 1)), colors.accent, 0.7)
        folds(easel, form, dice, colors.main)


def footballscarf(easel: Easel, dice: Random, colors: Palette) -> None:
    """A terrace scarf held up: bars, a band in the middle, a fringe at both ends."""
    other = dice.choice((PAPER, INK, colors.accent, lighter(colors.accent, 0.4)))
    sag, top = dice.uniform(30, 80), 390
    upper = [(110, top), (300, top + sag * 0.8), (500, top + sag), (700, top + sag * 0.8), (890, top)]
    lower = [(x, y + 190) for x, y in reversed(upper)]
    body = easel.form([*smooth(upper, closed=False), *smooth(lower, closed=False)])
    easel.cast(body, 10, 40, 30, 0.35)
    for x in (110, 890):
        for n in range(16):
            y, out = top + 6 + n * 12, (-1 if x < 500 else 1)
            easel.fill(easel.stroke([(x, y), (x + out * 30, y + 3), (x + out * 62, y + dice.uniform(2, 16))], 8, 7, 5), darker(colors.main, 0.05) if n % 2 else other)
    easel.tile(body, knit(easel, colors.main, dice, fine=True))
    for n in range(5):
        for x in (120 + n * 44, 862 - n * 44):
            easel.fill(easel.both(body, easel.card(x, 0, x + 22, 1000, 2)), other, 0.9)
    _crest(easel, 500, top + sag + 92, 62, other, colors.main, dice)
    for x in (385, 615):
        easel.fill(easel.oval(x, top + sag * 0.95 + 92, 16, 16), other)
    easel.shade(body, darker(colors.main, 0.6), 0, -26, 30, 0.6)
    folds(easel, body, dice, colors.main, 0.4)


def _crest(easel: Easel, cx: float, cy: float, size: float, tone: Color, ink: Color, dice: Random) -> None:
    shield = smooth([(cx - size, cy - size), (cx, cy - size * 1.12), (cx + size, cy - size), (cx + size * 0.86, cy + size * 0.3), (cx, cy + size * 1.15), (cx - size * 0.86, cy + size * 0.3)])
    form = easel.fill(easel.form(shield), tone)
    small = [(cx + (x - cx) * 0.8, cy + (y - cy) * 0.8) for x, y in shield]
    inner = easel.fill(easel.form(small), ink)
    if dice.random() < 0.5:
        easel.fill(easel.both(inner, easel.card(cx - size * 0.2, cy - size * 2, cx + size * 0.2, cy + size * 2, 1)), tone)
    else:
        star = [(cx + size * (0.5 if n % 2 else 0.22) * math.sin(n * math.pi / 5), cy + size * (0.5 if n % 2 else 0.22) * math.cos(n * math.pi / 5)) for n in range(10)]
        easel.fill(easel.form(star), tone)
    easel.shade(form, darker(tone, 0.5), -6, -8, 8, 0.3)


def jersey(easel: Easel, dice: Random, colors: Palette) -> None:
    """A football shirt with a sash, stripes or halves and a number."""
    trunk = smooth([(404, 222), (500, 254), (596, 222), (672, 262), (660, 420), (668, 640), (680, 806), (500, 820), (320, 806), (332, 640), (340, 420), (328, 262)], steps=5)
    sleeve = [(398, 224), (322, 262), (222, 424), (312, 474), (352, 420), (376, 300)]
    body, arms = easel.form(trunk), [easel.form(smooth(sleeve, steps=5)), easel.form(smooth(mirrored(sleeve), steps=5))]
    easel.cast(easel.join(body, *arms), 14, 24, 24, 0.4)
    other = dice.choice((PAPER, colors.accent, lighter(colors.main, 0.7), INK if brightness(colors.main) > 90 else PAPER))
    for part in (*arms, body):
        easel.fill(part, colors.main)
    _livery(easel, body, arms, other, dice)
    for arm, x in zip(arms, (262, 738), strict=True):
        easel.fill(easel.both(arm, easel.form(ring(x, 456, 70, 17, turn=29 if x < 500 else -29))), other)
    for part in (*arms, body):
        easel.shade(part, darker(colors.main, 0.65), -26, -14, 34, 0.55)
        easel.shade(part, lighter(colors.main, 0.7), 14, 14, 20, 0.28)
    folds(easel, body, dice, colors.main, 0.6)
    easel.fill(easel.oval(500, 226, 94, 40), other)
    easel.fill(easel.oval(500, 220, 76, 28), darker(colors.main, 0.6))
    if dice.random() < 0.7:
        _number(easel, str(dice.choice((7, 8, 9, 10, 11, 19, 31))), other if brightness(other) > 150 or brightness(colors.main) > 150 else PAPER)
    _crest(easel, 596, 356, 30, other, colors.main, dice)


def _livery(easel: Easel, body: Form, arms: list[Form], other: Color, dice: Random) -> None:
    kind = dice.choice(("sash", "stripes", "halves", "hoops", "plain", "band"))
    areas: list[Form] = []
    if kind == "sash":
        areas = [easel.form([(330, 250), (430, 240), (690, 700), (690, 830)])]
    elif kind == "stripes":
        areas = [easel.card(x, 0, x + 40, 1000, 1) for x in range(340, 700, 80)]
    elif kind == "halves":
        areas = [easel.card(500, 0, 1000, 1000, 1)]
    elif kind == "hoops":
        areas = [easel.card(0, y, 1000, y + 62, 1) for y in range(330, 800, 124)]
    elif kind == "band":
        areas = [easel.card(0, 420, 1000, 540, 1)]
    for area in areas:
        easel.fill(easel.both(body, area), other)
    if kind == "halves":
        easel.fill(arms[1], other)


def _number(easel: Easel, text: str, tone: Color) -> None:
    font = ImageFont.load_default(round(190 * easel.unit))
    mask = Image.new("L", (round(320 * easel.unit), round(230 * easel.unit)))
    pen = ImageDraw.Draw(mask)
    pen.text((mask.width / 2, mask.height / 2), text, 255, font, anchor="mm", stroke_width=round(5 * easel.unit))
    corner = easel.pixel(500, 590)
    easel.fill(Form(mask, (round(corner[0] - mask.width / 2), round(corner[1] - mask.height / 2))), tone, 0.95)


def sneaker(easel: Easel, dice: Random, colors: Palette) -> None:
    """A low shoe from the side."""
    sole_tone = dice.choice((WHITE, PAPER, WHITE, (214, 178, 132)))
    upper_tone = dice.choice((colors.main, colors.main, lighter(colors.main, 0.6)))
    easel.stand(500, 792, 330)
    upper = easel.form(smooth([(196, 700), (188, 560), (226, 448), (300, 456), (392, 470), (452, 500), (560, 596), (700, 640), (800, 672), (826, 730), (800, 752), (210, 752)], steps=7))
    tongue = easel.form(smooth([(360, 480), (352, 414), (420, 400), (500, 500), (560, 590), (480, 600)]))
    easel.solid(tongue, darker(upper_tone, 0.12), 20)
    easel.solid(upper, upper_tone, 52)
    easel.fill(easel.both(upper, easel.oval(306, 448, 92, 22, 4)), darker(upper_tone, 0.6))
    easel.solid(easel.both(upper, easel.form(smooth([(640, 640), (700, 630), (860, 690), (840, 780), (660, 780)]))), mix(upper_tone, colors.accent, dice.choice((0, 0.5, 1))), 26)
    easel.solid(easel.both(upper, easel.form(smooth([(150, 560), (210, 540), (300, 640), (310, 780), (150, 780)]))), mix(upper_tone, colors.accent, dice.choice((0, 0.6, 1))), 26)
    for n in range(dice.choice((1, 2, 3))):
        x = 390 + 50 * n
        easel.fill(easel.both(upper, easel.stroke([(x + 30, 560), (x, 650), (x - 40, 756)], 24, 22, 20)), colors.accent)
    for n in range(5):
        x, y = 402 + n * 36, 494 + n * 25
        easel.solid(easel.stroke([(x - 34, y + 44), (x + 4, y + 8), (x + 38, y)], 13), WHITE, 6)
    sole = easel.form(smooth([(184, 742), (500, 748), (760, 738), (836, 722), (852, 760), (820, 800), (500, 806), (220, 804), (176, 784)], steps=6))
    easel.solid(sole, sole_tone, 24)
    easel.fill(easel.both(sole, easel.card(170, 788, 860, 830, 4)), dice.choice(((190, 140, 90), darker(sole_tone, 0.25), colors.dark)))


def suit(easel: Easel, dice: Random, colors: Palette) -> None:
    """A jacket over a shirt: lapels, a tie or a bow, a square in the pocket."""
    cloth = colors.main if brightness(colors.main) < 190 else darker(colors.main, 0.18)
    trunk = smooth([(420, 190), (500, 200), (580, 190), (690, 240), (690, 420), (660, 560), (690, 860), (500, 876), (310, 860), (340, 560), (310, 420), (310, 240)], steps=6)
    arm = [(330, 234), (262, 290), (226, 560), (222, 800), (304, 812), (330, 560), (346, 400)]
    body, arms = easel.form(trunk), [easel.form(smooth(arm)), easel.form(smooth(mirrored(arm)))]
    easel.cast(easel.join(body, *arms), 14, 22, 24, 0.4)
    for part in (*arms, body):
        easel.solid(part, cloth, 44)
    if dice.random() < 0.4:
        for x in range(316, 700, 26):
            easel.fill(easel.both(body, easel.card(x, 0, x + 3, 1000, 1)), lighter(cloth, 0.4), 0.35)
    button = dice.uniform(560, 630)
    shirt = easel.both(easel.form([(428, 170), (572, 170), (500, button)]), body)
    easel.sweep(shirt, (228, 228, 232), WHITE, (236, 236, 240))
    _tie(easel, dice, colors, shirt, button)
    for flip in (False, True):
        lapel: list[Point] = [(424, 178), (352, 236), (372, 380), (342, 392), (500, button + 16), (446, 330)]
        easel.solid(easel.form(mirrored(lapel) if flip else lapel), lighter(cloth, 0.07), 22)
        collar: list[Point] = [(440, 168), (412, 196), (462, 290), (500, 240), (470, 196)]
        easel.solid(easel.form(mirrored(collar) if flip else collar), WHITE, 14)
    easel.fill(easel.stroke([(500, button + 10), (504, 866)], 4), darker(cloth, 0.6), 0.7)
    for n in range(2):
        easel.solid(easel.oval(516, button + 30 + n * 84, 13, 13), darker(cloth, 0.5), 6)
    easel.solid(easel.form([(574, 430), (590, 396), (612, 420), (630, 392), (650, 432)]), dice.choice((WHITE, colors.accent)), 10)
    for flip in (False, True):
        pocket: list[Point] = [(350, 690), (446, 704), (446, 726), (350, 712)]
        easel.solid(easel.form(mirrored(pocket) if flip else pocket), darker(cloth, 0.12), 8)


def _tie(easel: Easel, dice: Random, colors: Palette, shirt: Form, button: float) -> None:
    tone = dice.choice((colors.accent, colors.dark, turned(colors.accent, 40), INK))
    if dice.random() < 0.4:
        for flip in (False, True):
            wing: list[Point] = [(500, 262), (446, 232), (440, 292)]
            easel.solid(easel.form(smooth(mirrored(wing) if flip else wing, steps=5)), tone, 14)
        easel.solid(easel.oval(500, 262, 15, 17), lighter(tone, 0.15), 6)
        return
    tie = easel.both(easel.form([(478, 232), (522, 232), (512, 276), (540, button - 40), (500, button + 20), (460, button - 40), (488, 276)]), shirt)
    easel.solid(tie, tone, 20)
    for n in range(dice.choice((0, 6, 6))):
        y = 300 + n * 46
        easel.fill(easel.both(tie, easel.form([(440, y + 30), (560, y), (560, y + 12), (440, y + 42)])), lighter(tone, 0.5), 0.7)
    easel.solid(easel.form([(474, 230), (526, 230), (512, 280), (488, 280)]), lighter(tone, 0.1), 10)


def dress(easel: Easel, dice: Random, colors: Palette) -> None:
    """A bridal or evening dress on an unseen figure: bodice, sash, a skirt in veils."""
    silk = lighter(mix(colors.main, (255, 250, 244), dice.choice((0.86, 0.92, 0.8))), 0.3) if dice.random() < 0.72 else lighter(colors.main, 0.2)
    flare, waist = dice.uniform(230, 330), dice.uniform(390, 430)
    easel.stand(500, 872, flare * 0.95)
    hem = [(500 + flare * math.cos(math.radians(a)), 866 + 30 * math.sin(math.radians(a)) + 5 * (n % 2)) for n, a in enumerate(range(0, 181, 12))]
    skirt = easel.form([(560, waist), *smooth([(562, waist), (500 + flare * 0.5, waist + 180), (500 + flare * 0.84, 700), (500 + flare, 866)], closed=False), *hem, *smooth([(500 - flare, 866), (500 - flare * 0.84, 700), (500 - flare * 0.5, waist + 180), (438, waist)], closed=False)])
    easel.cast(skirt, 20, 6, 26, 0.28)
    easel.sweep(skirt, darker(silk, 0.16), silk, lighter(silk, 0.6), silk, darker(silk, 0.08), darker(silk, 0.24))
    for n in range(dice.randint(7, 11)):
        x = 500 + flare * (n / 5 - 1) * 0.86
        ply = easel.form([(500 + (x - 500) * 0.12, waist), (x + 12, 880), (x + 34, 884), (500 + (x - 500) * 0.12 + 5, waist)])
        easel.fill(easel.both(ply, skirt), darker(silk, 0.25) if n % 2 else WHITE, 0.28)
    easel.spot(skirt, 500 - flare * 0.35, 680, flare * 0.5, 220, WHITE, 0.5)
    _bodice(easel, dice, silk, waist)
    easel.solid(easel.form(smooth([(436, waist - 14), (500, waist - 4), (564, waist - 14), (566, waist + 14), (500, waist + 26), (434, waist + 14)])), dice.choice((colors.main, colors.accent, silk)), 14)
    for _ in range(dice.choice((0, 40, 70))):
        x, y = dice.uniform(500 - flare, 500 + flare), dice.uniform(600, 890)
        easel.fill(easel.both(easel.oval(x, y, 4, 4), skirt), WHITE, 0.9)


def _bodice(easel: Easel, dice: Random, silk: Color, waist: float) -> None:
    neck = dice.choice(("heart", "straps", "sleeves"))
    if neck == "sleeves":
        for flip in (False, True):
            arm: list[Point] = [(440, 216), (398, 236), (366, 330), (352, 400), (388, 410), (410, 340), (440, 290)]
            easel.solid(easel.form(smooth(mirrored(arm) if flip else arm)), lighter(silk, 0.3), 20)
    if neck == "straps":
        for flip in (False, True):
            strap: list[Point] = [(424, 270), (444, 224), (470, 206)]
            easel.fill(easel.stroke(mirrored(strap) if flip else strap, 12), silk)
    top = 214 if neck == "sleeves" else 262
    cut = (500, top + 46) if neck != "heart" else (500, top + 26)
    bodice = easel.form(smooth([(420, top), (464, top - 8), cut, (536, top - 8), (580, top), (588, top + 70), (562, waist + 4), (500, waist + 14), (438, waist + 4), (412, top + 70)], steps=6))
    easel.sweep(bodice, darker(silk, 0.16), silk, lighter(silk, 0.6), silk, darker(silk, 0.26))
    easel.spot(bodice, 466, top + 60, 50, 70, WHITE, 0.6)


def ringed(easel: Easel, dice: Random, colors: Palette) -> None:
    """A ring with a stone, standing."""
    metal = dice.choice((GOLD, STEEL, (226, 176, 150), GOLD))
    cx, cy, r = 500, 600, 190 * sway(dice, 0.08)
    thick = dice.uniform(24, 42)
    easel.stand(cx, cy + r + 4, 120)
    outer, inner = easel.oval(cx, cy, r, r), easel.oval(cx, cy, r - thick, r - thick * 0.9)
    far = easel.less(easel.oval(cx + 14, cy - 4, r - thick * 0.5, r - thick * 0.6), inner)
    easel.fill(easel.less(easel.oval(cx + 10, cy, r - 4, r), easel.oval(cx + 16, cy, r - thick, r - thick)), darker(metal, 0.5))
    easel.fill(far, darker(metal, 0.35))
    band = easel.less(outer, inner)
    easel.sweep(band, darker(metal, 0.35), lighter(metal, 0.7), metal, darker(metal, 0.45), metal, lighter(metal, 0.6), darker(metal, 0.3))
    easel.shade(band, darker(metal, 0.7), 0, -10, 10, 0.6)
    easel.shade(band, WHITE, 5, 6, 5, 0.6)
    if dice.random() < 0.82:
        _stone(easel, dice, colors, (cx, cy - r + 6), metal)


def _stone(easel: Easel, dice: Random, colors: Palette, at: Point, metal: Color) -> None:
    (cx, cy), size = at, dice.uniform(62, 104)
    gem = dice.choice((colors.main, (226, 238, 246), colors.accent, (226, 238, 246)))
    easel.solid(easel.form([(cx - size * 0.6, cy - size * 0.4), (cx + size * 0.6, cy - size * 0.4), (cx + 26, cy + 20), (cx - 26, cy + 20)]), metal, 14)
    if dice.random() < 0.25:
        pearl = easel.solid(easel.oval(cx, cy - size * 0.5, size * 0.62, size * 0.62), mix((246, 238, 230), colors.main, 0.12), 40)
        easel.spot(pearl, cx - size * 0.2, cy - size * 0.7, 30, 30, WHITE, 0.95)
        return
    table, girdle, tip = cy - size * 0.98, cy - size * 0.6, cy + size * 0.28
    tops, wide = [cx + size * n for n in (-0.6, 0.0, 0.6)], [cx + size * n for n in (-1.0, -0.42, 0.42, 1.0)]
    for n, tone in enumerate((lighter(gem, 0.7), darker(gem, 0.12), darker(gem, 0.45))):
        easel.fill(easel.form([(wide[n], girdle), (wide[n + 1], girdle), (cx, tip)]), tone)
    easel.fill(easel.form([(wide[1], girdle), (cx, girdle), (cx, tip)]), lighter(gem, 0.4))
    for n, tone in enumerate((WHITE, lighter(gem, 0.55), darker(gem, 0.25))):
        easel.fill(easel.form([(wide[n], girdle), (wide[n + 1], girdle), (tops[n], table)]), tone)
    for n, tone in enumerate((lighter(gem, 0.85), lighter(gem, 0.3))):
        easel.fill(easel.form([(tops[n], table), (tops[n + 1], table), (wide[n + 1], girdle)]), tone)
    for x in (wide[0] + 6, wide[3] - 6):
        easel.solid(easel.stroke([(x, girdle - 8), (x + (cx - x) * 0.4, cy + 6)], 10, 14), metal, 6)
    _glint(easel, tops[0] + 10, table + 6, 60)


def _glint(easel: Easel, x: float, y: float, size: float) -> None:
    thin = size * 0.08
    star = [(x - size, y), (x - thin, y - thin), (x, y - size), (x + thin, y - thin), (x + size, y), (x + thin, y + thin), (x, y + size), (x - thin, y + thin)]
    easel.fill(easel.form(star), WHITE, 0.9)


