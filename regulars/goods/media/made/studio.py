"""Backdrops: a wall, a floor, light from a window, sometimes an arch or a plinth."""

from random import Random

from PIL import Image, ImageDraw, ImageFilter

from regulars.goods.media.made.color import WHITE, Color, Palette, darker, lighter, mix
from regulars.goods.media.made.curves import lathe, ring
from regulars.goods.media.made.easel import OVER, Easel

FLOOR = 700
BASE = 800


def set_up(size: int, colors: Palette, dice: Random, *, flat: bool = False) -> Easel:
    """A canvas with a lit backdrop; `flat` lays things on a table seen from above."""
    back = _table(colors) if flat else _room(colors)
    back = _window_light(back, dice) if dice.random() < 0.75 else back
    easel = Easel(size * OVER, size * OVER, back, size * OVER / 1000)
    if not flat:
        _furnish(easel, colors, dice)
        easel.closer(1.2, 500, 880)
    return easel


def _room(colors: Palette) -> Image.Image:
    back = Image.new("RGB", (4, 64))
    high, low = lighter(colors.wall, 0.25), darker(colors.wall, 0.06)
    near, far = lighter(colors.floor, 0.22), darker(colors.floor, 0.05)
    rows = [_row(y / 64, high, low, far, near) for y in range(64)]
    back.putdata([color for color in rows for _ in range(4)])
    return back.resize((96, 96)).filter(ImageFilter.GaussianBlur(1))


def _row(y: float, high: Color, low: Color, far: Color, near: Color) -> Color:
    edge = FLOOR / 1000
    return mix(high, low, y / edge) if y < edge else mix(far, near, (y - edge) / (1 - edge))


def _table(colors: Palette) -> Image.Image:
    back = Image.new("RGB", (4, 4))
    high, low = lighter(colors.wall, 0.22), darker(colors.wall, 0.10)
    back.putdata([mix(high, low, (x + y) / 6) for y in range(4) for x in range(4)])
    return back.resize((96, 96), Image.Resampling.BICUBIC)


def _window_light(back: Image.Image, dice: Random) -> Image.Image:
    mask = Image.new("L", back.size)
    pen = ImageDraw.Draw(mask)
    lean, left = dice.uniform(14, 26), dice.uniform(-6, 26)
    for pane in range(2):
        x = left + pane * 13
        pen.polygon(
            [(x + lean, -2), (x + lean + 11, -2), (x + 11 - lean, 66), (x - lean, 66)],
            fill=dice.randint(66, 92),
        )
    mask = mask.filter(ImageFilter.GaussianBlur(dice.uniform(0.8, 2)))
    return Image.composite(Image.new("RGB", back.size, WHITE), back, mask)


def _furnish(easel: Easel, colors: Palette, dice: Random) -> None:
    kind = dice.choice(("bare", "bare", "arch", "disc", "disc", "plinth"))
    tone = mix(colors.wall, mix(colors.main, colors.wall, 0.45), 0.4)
    tone = dice.choice((tone, lighter(colors.wall, 0.5), darker(colors.wall, 0.10)))
    if kind == "disc":
        easel.sweep(easel.oval(500, 445, 330, 330), lighter(tone, 0.2), tone, down=True)
    if kind == "arch":
        points = [(820, FLOOR), *ring(500, 430, 320, 320, start=0, end=-180), (180, FLOOR)]
        easel.sweep(easel.form(points), lighter(tone, 0.2), tone, down=True)
    if kind == "plinth":
        plinth(easel, 500, 800, 370, colors)


def wide_room(size: tuple[int, int], colors: Palette, dice: Random, *, flat: bool = False) -> Easel:
    """The same for a banner: one thousandth is of its height."""
    back = _window_light(_table(colors) if flat else _room(colors), dice)
    return Easel(size[0] * OVER, size[1] * OVER, back, size[1] * OVER / 1000)


def plinth(easel: Easel, cx: float, y: float, half: float, colors: Palette) -> None:
    """A low round stand whose top is at `y`."""
    tone, high = lighter(colors.wall, 0.25), 70
    easel.drop(cx + 60, y + high, half * 1.5, half * 0.4, 0.3)
    body = easel.form(lathe([(half, y), (half, y + high)], cx))
    side = easel.join(body, easel.oval(cx, y + high, half, half * 0.2))
    easel.sweep(side, darker(tone, 0.1), tone, darker(tone, 0.12), darker(tone, 0.3))
    easel.sweep(easel.oval(cx, y, half, half * 0.2), lighter(tone, 0.5), tone)


def sway(dice: Random, share: float) -> float:
    """A factor a little off one."""
    return 1 + dice.uniform(-share, share)
