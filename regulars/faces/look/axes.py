"""The numbers beside a chart: round ones, written shortly."""

from __future__ import annotations

from babel.numbers import format_compact_decimal

from regulars.ground.kit.moments import reading_locale

# Half of each is round as well, for the line in the middle.
ROUND = (1, 1.2, 1.6, 2, 3, 4, 6, 8, 10)


def nice_top(peak: float) -> float:
    """The end of an axis for values up to `peak`: the next round number whose half is round, at least 2."""
    power = 1
    while power * 10 < peak:
        power *= 10
    tops = (2, 4, 6, 8, 10) if power == 1 else ROUND
    return next(top * power for top in tops if top * power >= peak)


def short_number(number: float) -> str:
    """A number beside an axis, in the reader's language: "1.2K", "1.2万"."""
    return format_compact_decimal(number, locale=reading_locale(), fraction_digits=1)
