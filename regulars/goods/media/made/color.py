"""Colours that go together."""

import colorsys
from random import Random
from typing import NamedTuple

Color = tuple[int, int, int]
WHITE: Color = (255, 255, 255)
INK: Color = (38, 32, 40)
GOLD: Color = (214, 172, 92)
STEEL: Color = (186, 192, 200)
WOOD: Color = (186, 138, 92)
LEAF: Color = (92, 138, 86)
PAPER: Color = (248, 243, 234)
BACKDROPS = (
    "#efe4d6",
    "#e3e8ec",
    "#f3ddd4",
    "#dde6da",
    "#d9e6ee",
    "#f5ecd9",
    "#e8e0ee",
    "#f0d9c4",
    "#cfdcd6",
    "#e9d5d8",
)
LEADS = (
    "#b5485d",
    "#3f6f8f",
    "#d99a3c",
    "#5f7f5a",
    "#7a5a86",
    "#c56b45",
    "#2f5560",
    "#c78fa0",
    "#8a6a4a",
    "#46536b",
)


class Palette(NamedTuple):
    """The leading colour, its neighbours, and what stands behind."""

    main: Color
    dark: Color
    light: Color
    accent: Color
    wall: Color
    floor: Color


def hex_color(text: str) -> Color:
    """Red, green and blue of "#rrggbb"; raises ValueError."""
    number = int(text.removeprefix("#"), 16)
    return number >> 16 & 255, number >> 8 & 255, number & 255


def mix(one: Color, two: Color, share: float) -> Color:
    """From `one` (0) to `two` (1)."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return red, green, blue


def lighter(color: Color, share: float = 0.35) -> Color:
    """Towards warm white."""
    return mix(color, (255, 250, 240), share)


def darker(color: Color, share: float = 0.35) -> Color:
    """Towards a violet shadow, as light from a window gives it."""
    return mix(color, (36, 22, 44), share)


def turned(color: Color, degrees: float, light: float = 0.0, vivid: float = 1.0) -> Color:
    """Another hue of the same character."""
    hue, level, depth = colorsys.rgb_to_hls(*(part / 255 for part in color))
    level, depth = min(0.95, max(0.05, level + light)), min(1.0, depth * vivid)
    red, green, blue = (
        round(part * 255) for part in colorsys.hls_to_rgb((hue + degrees / 360) % 1, level, depth)
    )
    return red, green, blue


def brightness(color: Color) -> float:
    """Perceived brightness, 0 to 255."""
    return 0.3 * color[0] + 0.59 * color[1] + 0.11 * color[2]


def distance(one: Color, two: Color) -> float:
    """How unlike two colours look."""
    return sum(abs(a - b) for a, b in zip(one, two, strict=True)) / 3 + abs(brightness(one) - brightness(two))


def palette(dice: Random, lead: Color | None) -> Palette:
    """A palette around a leading colour, with a backdrop it stands out from."""
    main = lead or hex_color(dice.choice(LEADS))
    main = turned(main, dice.uniform(-7, 7), dice.uniform(-0.05, 0.05), dice.uniform(0.9, 1.1))
    wall = _wall(dice, main)
    accent = turned(main, dice.choice((28, -28, 150, 180, 210)), 0.05, 0.8)
    if max(main) - min(main) < 40:
        accent = hex_color(dice.choice(LEADS))
    floor = mix(wall, mix(main, (255, 255, 255), 0.4), 0.10)
    return Palette(main, darker(main), lighter(main), accent, wall, mix(floor, (120, 96, 90), 0.06))


def _wall(dice: Random, main: Color) -> Color:
    options = [hex_color(text) for text in BACKDROPS]
    options += [
        mix(main, WHITE, 0.74),
        mix(turned(main, 180, 0, 0.5), WHITE, 0.78),
        mix(turned(main, -24, 0, 0.6), WHITE, 0.76),
    ]
    if brightness(main) > 185:
        options = [mix(option, (118, 112, 122), 0.34) for option in options]
    options.sort(key=lambda option: -distance(option, main))
    return dice.choice(options[:8])
