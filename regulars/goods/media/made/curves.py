"""Outlines: curves, ellipses, turned bodies and strokes, as lists of points."""

import math
from collections.abc import Sequence
from functools import lru_cache

Point = tuple[float, float]


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 12) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    curve: list[Point] = []
    for i in range(count if closed else count - 1):
        quad = [
            points[(i + j) % count] if closed else points[min(max(i + j, 0), count - 1)]
            for j in (-1, 0, 1, 2)
        ]
        curve += [_between(quad, step / steps) for step in range(steps)]
    return curve if closed else [*curve, points[-1]]


@lru_cache(maxsize=64)
def _circle(count: int, start: float, end: float) -> list[Point]:
    angles = [math.radians(start + (end - start) * n / count) for n in range(count + 1)]
    return [(math.cos(angle), math.sin(angle)) for angle in angles]


def _between(quad: Sequence[Point], t: float) -> Point:
    a, b, c, d = (
        (-t + 2 * t * t - t**3) / 2,
        (2 - 5 * t * t + 3 * t**3) / 2,
        (t + 4 * t * t - 3 * t**3) / 2,
        (t**3 - t * t) / 2,
    )
    x, y = (a * quad[0][n] + b * quad[1][n] + c * quad[2][n] + d * quad[3][n] for n in (0, 1))
    return x, y


def ring(
    cx: float, cy: float, rx: float, ry: float, *, turn: float = 0, start: float = 0, end: float = 360
) -> list[Point]:
    """Points on an ellipse turned by `turn` degrees, between two angles."""
    count = max(8, int(abs(end - start) / (15 if max(rx, ry) < 12 else 6 if max(rx, ry) < 100 else 2.5)))
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    flat = [(rx * x, ry * y) for x, y in _circle(count, start, end)]
    return [(cx + x * cos - y * sin, cy + x * sin + y * cos) for x, y in flat]


def lathe(profile: Sequence[Point], cx: float = 500, *, steps: int = 12) -> list[Point]:
    """The outline of a turned body from (radius, height) pairs, top to bottom."""
    side = smooth(profile, closed=False, steps=steps)
    return [(cx + r, y) for r, y in side] + [(cx - r, y) for r, y in reversed(side)]


def ribbon(points: Sequence[Point], widths: Sequence[float]) -> list[Point]:
    """The outline of a stroke whose width changes along the way."""
    left, right = [], []
    for i, (x, y) in enumerate(points):
        (x0, y0), (x1, y1) = points[max(0, i - 1)], points[min(len(points) - 1, i + 1)]
        long = math.hypot(x1 - x0, y1 - y0) or 1
        half = widths[min(len(widths) - 1, i * len(widths) // len(points))] / 2
        nx, ny = (y0 - y1) / long * half, (x1 - x0) / long * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def spread(widths: Sequence[float], count: int) -> list[float]:
    """A few widths spread over `count` points."""
    if len(widths) == 1:
        return [widths[0]] * count
    out = []
    for i in range(count):
        place = i * (len(widths) - 1) / max(1, count - 1)
        at = min(int(place), len(widths) - 2)
        out.append(widths[at] + (widths[at + 1] - widths[at]) * (place - at))
    return out
