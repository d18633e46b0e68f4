"""A small studio: forms on a large canvas, lit from the upper left, scaled down at the end.

Lengths are thousandths of the picture's side.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from regulars.goods.media.made.color import WHITE, Color, darker, lighter
from regulars.goods.media.made.curves import Point, ribbon, ring, smooth, spread

OVER = 2
_RADIAL = Image.radial_gradient("L")
COARSE = 8


@lru_cache(maxsize=512)
def _times(share: float) -> list[int]:
    return [round(v * share) for v in range(256)]


class Form(NamedTuple):
    """A silhouette and where its upper left corner lies on the canvas (pixels)."""

    mask: Image.Image
    at: tuple[int, int]


@lru_cache(maxsize=64)
def _halo(share: float = 1.0) -> Image.Image:
    """Light in the middle, black at the rim, with a soft fall."""
    edge = _RADIAL.getpixel((128, 0))
    rim = edge if isinstance(edge, int) else 180
    falls = [max(0.0, 1 - v / rim) for v in range(256)]
    return _RADIAL.point([round(255 * share * fall * fall * (3 - 2 * fall)) for fall in falls])


class Easel:
    """A square or wide canvas and the tools to paint on it."""

    def __init__(self, width: int, height: int, back: Image.Image, unit: float) -> None:
        self.size = (width, height)
        self.unit = unit
        self.origin = (0.0, 0.0)
        self.image = back.resize((width, height), Image.Resampling.BILINEAR)

    def closer(self, zoom: float, x: float, y: float) -> None:
        """From now on everything is larger by `zoom`, with (x, y) staying where it is."""
        left, top = self.origin
        self.origin = (left + x * self.unit * (1 - zoom), top + y * self.unit * (1 - zoom))
        self.unit *= zoom

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lies on the canvas."""
        return x * self.unit + self.origin[0], y * self.unit + self.origin[1]

    def form(self, points: Sequence[Point]) -> Form:
        """The area inside the points."""
        px = [self.pixel(x, y) for x, y in points]
        left, top = (max(0, int(min(p[n] for p in px)) - 1) for n in (0, 1))
        right, bottom = (min(self.size[n], int(max(p[n] for p in px)) + 2) for n in (0, 1))
        mask = Image.new("L", (max(1, right - left), max(1, bottom - top)))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in px], fill=255)
        return Form(mask, (left, top))

    def oval(self, cx: float, cy: float, rx: float, ry: float, turn: float = 0) -> Form:
        """An ellipse."""
        return self.form(ring(cx, cy, rx, ry, turn=turn))

    def card(self, x0: float, y0: float, x1: float, y1: float, r: float) -> Form:
        """A rectangle with round corners."""
        r = min(r, (x1 - x0) / 2, (y1 - y0) / 2)
        corners = ((x1 - r, y0 + r, -90), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r, y0 + r, 180))
        return self.form([p for cx, cy, a in corners for p in ring(cx, cy, r, r, start=a, end=a + 90)])

    def stroke(self, points: Sequence[Point], *widths: float, curve: bool = True) -> Form:
        """A line with round ends; several widths are spread along it."""
        path = smooth(points, closed=False) if curve else list(points)
        ends = [(path[0], widths[0]), (path[-1], widths[-1])]
        body = self.form(ribbon(path, spread(widths, len(path))))
        return self.join(body, *(self.oval(x, y, w / 2, w / 2) for (x, y), w in ends if w > 3))

    def join(self, *forms: Form) -> Form:
        """All of them as one."""
        left, top = (min(f.at[n] for f in forms) for n in (0, 1))
        right, bottom = (max(f.at[n] + f.mask.size[n] for f in forms) for n in (0, 1))
        mask = Image.new("L", (right - left, bottom - top))
        for f in forms:
            mask.paste(255, (f.at[0] - left, f.at[1] - top), f.mask)
        return Form(mask, (left, top))

    def both(self, one: Form, two: Form) -> Form:
        """Where two forms overlap."""
        left, top = (max(f.at[n] for f in (one, two)) for n in (0, 1))
        right, bottom = (
            max((left, top)[n] + 1, min(f.at[n] + f.mask.size[n] for f in (one, two))) for n in (0, 1)
        )
        parts = [
            f.mask.crop((left - f.at[0], top - f.at[1], right - f.at[0], bottom - f.at[1]))
            for f in (one, two)
        ]
        return Form(ImageChops.multiply(parts[0], parts[1]), (left, top))

    def less(self, one: Form, two: Form) -> Form:
        """The first without the second."""
        mask = one.mask.copy()
        mask.paste(0, (two.at[0] - one.at[0], two.at[1] - one.at[1]), two.mask)
        return Form(mask, one.at)

    def fill(self, form: Form, color: Color, share: float = 1.0) -> Form:
        """Flat colour."""
        mask = form.mask if share >= 1 else form.mask.point(_times(share))
        self.image.paste(color, (*form.at, form.at[0] + mask.width, form.at[1] + mask.height), mask)
        return form

    def sweep(self, form: Form, *colors: Color, down: bool = False) -> Form:
        """A gradient through the colours, left to right or downwards."""
        strip = Image.new("RGB", (1, len(colors)) if down else (len(colors), 1))
        strip.putdata(list(colors))
        wide, high = form.mask.size
        line = strip.resize((1, high) if down else (wide, 1), Image.Resampling.BICUBIC)
        self.image.paste(line.resize((wide, high), Image.Resampling.NEAREST), form.at, form.mask)
        return form

    def tile(self, form: Form, tile: Image.Image, share: float = 1.0) -> Form:
        """A repeated picture inside the form; `tile` is RGB."""
        whole = Image.new("RGB", form.mask.size)
        whole.paste(tile)
        done = list(tile.size)
        while done[0] < whole.width:
            whole.paste(whole.crop((0, 0, done[0], done[1])), (done[0], 0))
            done[0] *= 2
        while done[1] < whole.height:
            whole.paste(whole.crop((0, 0, whole.width, done[1])), (0, done[1]))
            done[1] *= 2
        mask = form.mask if share >= 1 else form.mask.point(_times(share))
        self.image.paste(whole, form.at, mask)
        return form

    def shade(self, form: Form, color: Color, dx: float, dy: float, soft: float, share: float) -> None:
        """Colour the inner side the light (moved by dx, dy) does not reach."""
        small = form.mask.reduce(COARSE)
        pad = max(2, round(soft * self.unit / COARSE) * 2)
        moved = Image.new("L", (small.width + 2 * pad, small.height + 2 * pad))
        moved.paste(small, (pad + round(dx * self.unit / COARSE), pad + round(dy * self.unit / COARSE)))
        moved = moved.filter(ImageFilter.GaussianBlur(soft * self.unit / COARSE))
        moved = moved.crop((pad, pad, pad + small.width, pad + small.height))
        moved = moved.point(_times(share)[::-1])
        area = (small.width * COARSE, small.height * COARSE)
        wide = moved.resize(area, Image.Resampling.BILINEAR).crop((0, 0, *form.mask.size))
        mask = ImageChops.multiply(wide, form.mask)
        self.image.paste(color, (*form.at, form.at[0] + mask.width, form.at[1] + mask.height), mask)

    def spot(
        self, form: Form, cx: float, cy: float, rx: float, ry: float, color: Color = WHITE, share: float = 0.5
    ) -> None:
        """A soft spot of colour inside the form."""
        x, y = self.pixel(cx - rx, cy - ry)
        wide, high = max(2.0, 2 * rx * self.unit), max(2.0, 2 * ry * self.unit)
        left, top = max(form.at[0], round(x)), max(form.at[1], round(y))
        right, bottom = (
            min(form.at[0] + form.mask.width, int(x + wide)),
            min(form.at[1] + form.mask.height, int(y + high)),
        )
        if right <= left or bottom <= top:
            return
        box = tuple(
            max(0.0, min(256.0, v))
            for v in (
                (left - x) / wide * 256,
                (top - y) / high * 256,
                (right - x) / wide * 256,
                (bottom - y) / high * 256,
            )
        )
        halo = _halo(share).resize(
            (right - left, bottom - top), Image.Resampling.BILINEAR, box=(box[0], box[1], box[2], box[3])
        )
        under = form.mask.crop((left - form.at[0], top - form.at[1], right - form.at[0], bottom - form.at[1]))
        self.image.paste(color, (left, top, right, bottom), ImageChops.multiply(halo, under))

    def drop(
        self, cx: float, cy: float, rx: float, ry: float, share: float = 0.4, color: Color = (46, 30, 48)
    ) -> None:
        """A soft shadow on the floor."""
        width, height = (max(2, round(2 * r * self.unit)) for r in (rx, ry))
        halo = _halo(share).resize((width, height), Image.Resampling.BILINEAR)
        corner = self.pixel(cx - rx, cy - ry)
        at = (round(corner[0]), round(corner[1]))
        self.image.paste(color, (*at, at[0] + width, at[1] + height), halo)

    def stand(self, cx: float, y: float, half: float) -> None:
        """The shadow under something that stands at `y` and is twice `half` wide."""
        self.drop(cx + half * 0.22, y + half * 0.02, half * 1.55, half * 0.34, 0.34)
        self.drop(cx + half * 0.05, y, half * 1.12, half * 0.13, 0.55)

    def cast(
        self, form: Form, dx: float, dy: float, soft: float, share: float = 0.35, color: Color = (46, 30, 48)
    ) -> None:
        """The form's shadow on what lies behind it."""
        small = form.mask.reduce(COARSE)
        pad = max(2, round(soft * self.unit / COARSE) * 3)
        wide = Image.new("L", (small.width + 2 * pad, small.height + 2 * pad))
        wide.paste(small, (pad, pad))
        wide = wide.filter(ImageFilter.GaussianBlur(soft * self.unit / COARSE)).point(_times(share))
        mask = wide.resize((wide.width * COARSE, wide.height * COARSE), Image.Resampling.BILINEAR)
        at = (
            form.at[0] - pad * COARSE + round(dx * self.unit),
            form.at[1] - pad * COARSE + round(dy * self.unit),
        )
        self.image.paste(color, (*at, at[0] + mask.width, at[1] + mask.height), mask)

    def solid(self, form: Form, color: Color, depth: float = 60, share: float = 1.0) -> Form:
        """A matt, rounded thing: darker towards the lower right, lighter towards the upper left."""
        self.fill(form, color)
        self.shade(form, darker(color, 0.55), -depth * 0.55, -depth * 0.6, depth * 0.75, 0.72 * share)
        self.shade(form, lighter(color, 0.6), depth * 0.35, depth * 0.4, depth * 0.4, 0.5 * share)
        return form

    def turned_body(self, form: Form, color: Color, gloss: float = 0.0) -> Form:
        """A body of revolution: light left of the middle, dark to the right, a reflex at the rim."""
        dark, deep = darker(color, 0.3), darker(color, 0.58)
        self.sweep(
            form,
            dark,
            color,
            lighter(color, 0.28),
            lighter(color, 0.12),
            color,
            darker(color, 0.2),
            dark,
            deep,
            darker(color, 0.36),
        )
        if gloss:
            width, height = form.mask.width / self.unit, form.mask.height / self.unit
            x, y = ((form.at[n] - self.origin[n]) / self.unit for n in (0, 1))
            self.spot(form, x + width * 0.27, y + height * 0.4, width * 0.07, height * 0.42, WHITE, gloss)
        return form

    def finished(self, width: int) -> Image.Image:
        """The picture at its final width."""
        factor = self.size[0] // width
        return self.image.reduce(factor) if factor > 1 else self.image
