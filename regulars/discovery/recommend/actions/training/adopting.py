"""A ranker that was trained elsewhere takes the place of the trees, in a model of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from msgspec.structs import replace

from regulars.discovery.recommend.actions.training import checking, learning
from regulars.discovery.recommend.actions.training.alone import alone
from regulars.discovery.recommend.actions.training.carrying import kept
from regulars.discovery.recommend.actions.training.folder import written
from regulars.discovery.recommend.actions.training.material import gathered
from regulars.discovery.recommend.queries.place import MOMENT, card_of, in_use, root
from regulars.discovery.recommend.rules.card import Card
from regulars.discovery.recommend.rules.foreign import ModelRefused, read
from regulars.discovery.recommend.rules.moment.features import FEATURES
from regulars.discovery.recommend.rules.moment.keeping import FOREIGN
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.later import np
from regulars.ground.kit.refusals import Refusal

MOST_BYTES = 64 * 1024 * 1024


class NothingToRank(Refusal):
    """A ranker needs a model with sources to choose from."""

    status = 409
    code = "nothing-to-rank"
    sentence = _("No model is in use yet whose proposals could be ranked. Run `regulars train` first.")


class RankerRefused(Refusal):
    """The file is no ranker that fits; the sentence says why."""

    code = "ranker-refused"


def adopt_ranker(
    *,
    by: Actor,
    file: Path,
    dry_run: bool = False,
    telling: learning.Telling = lambda part, done, every: None,
) -> tuple[Card, dict[str, float]]:
    """The model in use with the ranker of this file (ONNX or LightGBM text): its card, and the figures of the old one.

    Both are asked about the same visits. It is not put into use: `use_model` does that. With `dry_run` nothing is
    written. Raises NotAllowed, RankerRefused, NothingToRank, AlreadyTraining, OSError.
    """
    by.require("market.catalog")
    content = _content(file)
    used = in_use()[:1]
    if not used:
        raise NothingToRank()
    with alone("regulars models rank-with"):
        base, material = card_of(used[0]), gathered(clock.now())
        before = checking.figures(material, telling, _foreign(base))
        card = replace(
            base,
            version=f"{clock.now():%Y%m%dT%H%M%S}-{new_id('mod')[-6:]}",
            made_at=clock.now().isoformat(timespec="seconds"),
            figures=checking.figures(material, telling, content),
            settings=base.settings | {"ranker": file.name},
            checksums={},
        )
        if not dry_run:
            written(card, _arrays(base) | kept(content))
    return card, before


def _content(file: Path) -> bytes:
    """The bytes of a ranker that fits. Raises RankerRefused."""
    if file.stat().st_size > MOST_BYTES:
        raise RankerRefused(_("A ranker may have 64 MB at most."))
    content = file.read_bytes()
    try:
        read(content, len(FEATURES))
    except (ModelRefused, UnicodeDecodeError) as fault:
        raise RankerRefused(str(fault)) from fault
    return content


def _arrays(base: Card) -> dict[str, Any]:
    return {name.removesuffix(".npy"): np.load(root() / base.version / name) for name in base.checksums}


def _foreign(base: Card) -> bytes:
    name = f"{MOMENT}{FOREIGN}.npy"
    return bytes(np.load(root() / base.version / name).tobytes()) if name in base.checksums else b""
