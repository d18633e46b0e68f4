"""Drawn pictures of goods, banners and logos: the same seed draws the same picture everywhere.

`draw("teapot", 7)` is a picture of a teapot; another seed is another teapot; another `view`
of the same seed is the same teapot in another light.
"""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from PIL import Image

from regulars.goods.media.made import (
    bags,
    bakery,
    beauty,
    bicycles,
    bouquets,
    cups,
    desk,
    fish,
    fruit,
    grocer,
    kites,
    knitwear,
    lights,
    plants,
    rice,
    rings,
    scarves,
    seats,
    shells,
    shoes,
    sport,
    tables,
    tailor,
    teapots,
    toys,
    umbrellas,
)
from regulars.goods.media.made.color import Palette, hex_color, palette
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.lettering import letters, seal
from regulars.goods.media.made.studio import set_up, wide_room

Draw = Callable[[Easel, Random, Palette], None]


class Kind(NamedTuple):
    """How one kind of thing is drawn; `flat` things lie on a table seen from above."""

    draw: Draw
    flat: bool = False


BY_NAME: dict[str, Kind] = {
    "backpack": Kind(bags.backpack),
    "ball": Kind(sport.ball),
    "bear": Kind(toys.bear),
    "bicycle": Kind(bicycles.bicycle),
    "bottle": Kind(beauty.bottle),
    "bowl": Kind(cups.bowl),
    "bread": Kind(bakery.bread),
    "candle": Kind(lights.candle),
    "coffee": Kind(grocer.coffee),
    "crab": Kind(shells.crab, flat=True),
    "cup": Kind(cups.cup),
    "cushion": Kind(seats.cushion, flat=True),
    "dress": Kind(tailor.dress),
    "fish": Kind(fish.fish, flat=True),
    "flowers": Kind(bouquets.flowers),
    "footballscarf": Kind(scarves.footballscarf, flat=True),
    "headphones": Kind(desk.headphones),
    "honey": Kind(grocer.honey),
    "jar": Kind(beauty.jar),
    "jersey": Kind(sport.jersey, flat=True),
    "kite": Kind(kites.kite, flat=True),
    "lamp": Kind(lights.lamp),
    "lipstick": Kind(beauty.lipstick),
    "notebook": Kind(desk.notebook),
    "orange": Kind(fruit.orange),
    "peach": Kind(fruit.peach),
    "plant": Kind(plants.plant),
    "prawn": Kind(shells.prawn, flat=True),
    "ricebag": Kind(rice.ricebag),
    "ricebowl": Kind(rice.ricebowl),
    "ring": Kind(rings.ring_with_stone),
    "scarf": Kind(scarves.scarf, flat=True),
    "sneaker": Kind(shoes.sneaker),
    "sofa": Kind(seats.sofa),
    "suit": Kind(tailor.suit, flat=True),
    "sweater": Kind(knitwear.sweater, flat=True),
    "table": Kind(tables.table),
    "tea": Kind(grocer.tea),
    "teapot": Kind(teapots.teapot),
    "umbrella": Kind(umbrellas.umbrella),
}
KINDS = tuple(BY_NAME)
CLOSER = (1.0, 1.38, 1.16)


def draw(kind: str, seed: int, size: int = 640, *, color: str | None = None, view: int = 0) -> Image.Image:
    """A square picture of `size` pixels. `color` leads ("#rrggbb"). Raises KeyError for an unknown kind."""
    made = BY_NAME[kind]
    colors, dice, room = _dice(kind, seed, color, view)
    easel = set_up(size, colors, room, flat=made.flat)
    easel.closer(CLOSER[view % 3], (500, 360, 620)[view % 3], (500, 560, 620)[view % 3])
    made.draw(easel, dice, colors)
    return easel.finished(size)


def _dice(kind: str, seed: int, color: str | None, view: int) -> tuple[Palette, Random, Random]:
    """The thing's own luck does not depend on the view; the room's does."""
    lead = hex_color(color) if color else None
    dice, room = Random(f"{kind}:{seed}"), Random(f"{kind}:{seed}:{view}:room")
    colors, walls = palette(dice, lead), palette(room, lead)
    return colors._replace(wall=walls.wall, floor=walls.floor), dice, room


def banner(
    kind: str, seed: int, text: str = "", *, color: str | None = None, size: tuple[int, int] = (1200, 480)
) -> Image.Image:
    """A wide picture: three things of a kind to the right, room (or `text`) to the left."""
    colors, dice, room = _dice(kind, seed, color, 0)
    easel = wide_room(size, colors, room, flat=BY_NAME[kind].flat)
    wide, unit = easel.size[0], easel.unit
    for share, scale in ((0.56, 0.72), (0.88, 0.72), (0.72, 0.9)):
        easel.origin, easel.unit = (wide * share - 500 * unit, 0.0), unit
        easel.closer(scale, 500, 900)
        BY_NAME[kind].draw(easel, dice, colors)
    if text:
        letters(easel.image, text, (0.05, 0.5), 0.12, colors.dark)
    return easel.finished(size[0])


def logo(name: str, seed: int, size: int = 320, *, color: str | None = None) -> Image.Image:
    """A square emblem with the first sign of the name, cut like a seal."""
    colors, dice, _room = _dice("logo", seed, color, 0)
    return seal(name, size, colors, dice)
