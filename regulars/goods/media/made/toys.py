"""Bears, rabbits."""

from random import Random

from regulars.goods.media.made.color import INK, WHITE, Palette, darker, lighter, mix
from regulars.goods.media.made.curves import Point, smooth
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.studio import BASE


def bear(easel: Easel, dice: Random, colors: Palette) -> None:
    """A plush bear, sitting; or a rabbit, if its ears are long."""
    fur, cx, rabbit = (
        mix(colors.main, (206, 168, 126), dice.choice((0.0, 0.4, 0.75))),
        500,
        dice.random() < 0.3,
    )
    pale = lighter(fur, 0.5)
    easel.closer(0.88 if rabbit else 1.0, 500, 820)
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
        easel.solid(
            easel.oval(ear[0], ear[1] + 6, ear[2] * 0.58, ear[3] * 0.62, ear[4]),
            mix(pale, (240, 170, 160), 0.4),
            14,
        )
    easel.solid(easel.oval(cx, 420, 184, 158), fur, 80)
    easel.solid(easel.oval(cx, 476, 86, 66), pale, 26)
    for side in (-1, 1):
        easel.fill(easel.oval(cx + side * 72, 408, 17, 20), INK)
        easel.fill(easel.oval(cx + side * 72 - 5, 400, 6, 6), WHITE)
        easel.drop(cx + side * 118, 470, 44, 34, 0.4, (240, 130, 120))
    easel.solid(easel.oval(cx, 450, 27, 19), (66, 44, 44), 8)
    easel.fill(
        easel.stroke([(cx - 34, 492), (cx - 14, 506), (cx, 490), (cx + 14, 506), (cx + 34, 492)], 6),
        (84, 58, 54),
    )
    _bow(easel, dice, (cx, 570), colors)


def _bow(easel: Easel, dice: Random, at: Point, colors: Palette) -> None:
    cx, cy = at
    tone = colors.accent
    if dice.random() < 0.5:
        easel.solid(
            easel.stroke([(cx - 140, cy - 24), (cx, cy + 8), (cx + 140, cy - 24)], 40, 46, 40), tone, 16
        )
        easel.solid(easel.stroke([(cx + 60, cy), (cx + 80, cy + 130)], 44, 52), lighter(tone, 0.08), 16)
        return
    for side in (-1, 1):
        easel.solid(
            easel.form(
                smooth(
                    [
                        (cx, cy),
                        (cx + side * 84, cy - 44),
                        (cx + side * 96, cy + 4),
                        (cx + side * 80, cy + 42),
                    ],
                    steps=5,
                )
            ),
            tone,
            20,
        )
    easel.solid(easel.oval(cx, cy, 24, 24), lighter(tone, 0.1), 10)
