"""Rings and their stones."""

from random import Random

from regulars.goods.media.made.color import GOLD, STEEL, WHITE, Color, Palette, darker, lighter, mix
from regulars.goods.media.made.curves import Point
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.studio import sway


def ring_with_stone(easel: Easel, dice: Random, colors: Palette) -> None:
    """A ring with a stone, standing."""
    metal = dice.choice((GOLD, STEEL, (226, 176, 150), GOLD))
    cx, cy, r = 500, 600, 190 * sway(dice, 0.08)
    thick = dice.uniform(24, 42)
    easel.stand(cx, cy + r + 4, 120)
    outer, inner = easel.oval(cx, cy, r, r), easel.oval(cx, cy, r - thick, r - thick * 0.9)
    far = easel.less(easel.oval(cx + 14, cy - 4, r - thick * 0.5, r - thick * 0.6), inner)
    easel.fill(
        easel.less(easel.oval(cx + 10, cy, r - 4, r), easel.oval(cx + 16, cy, r - thick, r - thick)),
        darker(metal, 0.5),
    )
    easel.fill(far, darker(metal, 0.35))
    band = easel.less(outer, inner)
    easel.sweep(
        band,
        darker(metal, 0.35),
        lighter(metal, 0.7),
        metal,
        darker(metal, 0.45),
        metal,
        lighter(metal, 0.6),
        darker(metal, 0.3),
    )
    easel.shade(band, darker(metal, 0.7), 0, -10, 10, 0.6)
    easel.shade(band, WHITE, 5, 6, 5, 0.6)
    if dice.random() < 0.82:
        _stone(easel, dice, colors, (cx, cy - r + 6), metal)


def _stone(easel: Easel, dice: Random, colors: Palette, at: Point, metal: Color) -> None:
    (cx, cy), size = at, dice.uniform(62, 104)
    gem = dice.choice((colors.main, (226, 238, 246), colors.accent, (226, 238, 246)))
    easel.solid(
        easel.form(
            [
                (cx - size * 0.6, cy - size * 0.4),
                (cx + size * 0.6, cy - size * 0.4),
                (cx + 26, cy + 20),
                (cx - 26, cy + 20),
            ]
        ),
        metal,
        14,
    )
    if dice.random() < 0.25:
        pearl = easel.solid(
            easel.oval(cx, cy - size * 0.5, size * 0.62, size * 0.62),
            mix((246, 238, 230), colors.main, 0.12),
            40,
        )
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
    star = [
        (x - size, y),
        (x - thin, y - thin),
        (x, y - size),
        (x + thin, y - thin),
        (x + size, y),
        (x + thin, y + thin),
        (x, y + size),
        (x - thin, y + thin),
    ]
    easel.fill(easel.form(star), WHITE, 0.9)
