"""Which of the variants that fit somebody alike is shown: the engine's choice, and the rule's where there is none."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import DatabaseError

from regulars.discovery.recommend.queries import EVERYONE
from regulars.discovery.recommend.queries.variants import Picked, choose_variant
from regulars.discovery.recommend.rules.variants import spot_of
from regulars.discovery.storefront.hooks import Scene
from regulars.discovery.storefront.queries.belonging import Known
from regulars.discovery.storefront.rules import picking
from regulars.people.merchants.models import Store

log = logging.getLogger("regulars.storefront")
Vary = Callable[[Mapping[str, Any], Sequence[str]], Picked]


def by_rule(one: Mapping[str, Any], variants: Sequence[str]) -> Picked:
    """What everybody else sees; nothing is written down."""
    return Picked(picking.first(variants), "", 1.0)


def by_engine(scene: Scene, page: str, store: Store | None, audience: Any, looked_at: str = "") -> Vary:
    """The engine's choice for the scene's looker on a page (public id); `looked_at` is the variant a preview is about."""

    def choose(one: Mapping[str, Any], variants: Sequence[str]) -> Picked:
        if looked_at in variants or not page:
            return Picked(looked_at if looked_at in variants else picking.first(variants), "", 1.0)
        try:
            return choose_variant(
                scene.looker or EVERYONE,
                spot=spot_of(page, one["id"]),
                variants=variants,
                told=audience.features if isinstance(audience, Known) else dict,
                store=store.public_id if store else None,
                keep_it=not scene.preview,
            )
        except DatabaseError:
            raise
        except Exception:
            log.exception("the variant of block %s was chosen by rule", one["id"])
            return by_rule(one, variants)

    return choose
