"""Many drawn pictures at once, ready to be kept."""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from PIL import Image

from regulars.goods.media import pixels
from regulars.goods.media.made import banner, draw, logo
from regulars.goods.media.pipeline import Rebuilt


class Recipe(NamedTuple):
    """What to draw. `kind` is one of KINDS, "logo", or "banner:" and a kind; `text` is for those two."""

    kind: str
    seed: int
    color: str | None = None
    view: int = 0
    size: int = 480
    text: str = ""


def pressed(recipe: Recipe) -> Rebuilt:
    """Draw one picture and its WebP files."""
    image = _drawn(recipe)
    files = dict(pixels.renditions(image, image.size, effort=0))
    digest = hashlib.sha256(repr(tuple(recipe)).encode()).hexdigest()
    return Rebuilt(image.width, image.height, files, digest, 0)


def press(recipes: Iterable[Recipe], processes: int = 2) -> Iterator[Rebuilt]:
    """Draw many, in order, on several cores."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(pressed, recipes, chunksize=8)


def _drawn(recipe: Recipe) -> Image.Image:
    if recipe.kind == "logo":
        return logo(recipe.text, recipe.seed, min(recipe.size, 320), color=recipe.color)
    if recipe.kind.startswith("banner:"):
        return banner(recipe.kind.removeprefix("banner:"), recipe.seed, recipe.text, color=recipe.color)
    return draw(recipe.kind, recipe.seed, recipe.size, color=recipe.color, view=recipe.view)
