"""What a block is: fields a merchant fills in, and a question it answers whenever a page is drawn.

A block is a folder `storefront/blocks/<kind>/` (or the same in a plug-in): `__init__.py` with its fields and `fill`,
`block.html`, and where needed `block.css`, `block.js`. It answers the hook `storefront.blocks`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from inspect import getfile
from pathlib import Path
from typing import Any, Literal

FieldKind = Literal[
    "line", "text", "number", "flag", "choice", "picture", "product", "products", "offer", "category", "list", "link",
    "rows",
]  # fmt: skip
PageKind = Literal["store", "product", "category", "market", "venue", "word"]


@dataclass(frozen=True, slots=True)
class Field:
    """One setting of a block. `spoken` texts are kept per language ({"en": …, "zh-hans": …}), the others as they are.

    `most` is the longest text, the greatest number or the most entries; `rows` are repeated groups of `inside` fields.
    References (`product`, `offer`, `picture`, …) are public ids and are looked up anew at every drawing.
    """

    name: str
    kind: FieldKind
    label: Any
    help: Any = ""
    required: bool = False
    spoken: bool = False
    least: int = 0
    most: int = 200
    choices: tuple[tuple[str, Any], ...] = ()
    default: Any = None
    inside: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and for whom a page is drawn: keys of store, product, category; the looker; the moment; the language.

    In a preview `persona` is the kind of person imagined ("stranger", "follower", "new", "regular", "segment").
    """

    page: PageKind
    now: datetime
    language: str
    looker: Any
    person: int | None = None
    store: int | None = None
    product: int | None = None
    category: int | None = None
    preview: bool = False
    persona: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by its public id; on the page it becomes its addresses, or None when the picture is gone."""

    picture: str
    alt: str = ""


Fill = Callable[[Mapping[str, Any], Scene], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Block:
    """A kind of block. `fill(settings, scene)` gives what the template shows; None leaves the block out of the page.

    Values of `fill` may be rows of the catalogue (Card), stores or offers, alone or in lists: the page turns them into
    tiles, and asks for all pictures of a page at once.

    `template`, `style` and `script` are names of files in the block's own folder. A block with an empty template is a
    part the page has of itself, and the page draws it. `once`: at most one on a page; `needed`: it cannot be removed.
    """

    kind: str
    title: Any
    help: Any
    fields: tuple[Field, ...]
    fill: Fill
    template: str
    pages: frozenset[PageKind] = frozenset({"store", "product", "category", "market", "venue", "word"})
    style: str = ""
    script: str = ""
    sample: Mapping[str, Any] = field(default_factory=dict)
    folder: str = ""
    once: bool = False
    needed: bool = False
    icon: str = "grid"

    @property
    def home(self) -> Path:
        """The block's folder: `folder` (a file in it will do), else where `fill` is written."""
        place = Path(self.folder or getfile(self.fill))
        return place.parent if place.suffix else place
