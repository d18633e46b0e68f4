"""What counts how much at which place: the published weights of the fixed blend.

Parts run from 0 to 1; a score is the sum of weight x part and so at least 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Blend = Mapping[str, float]

DISCOVER: Blend = MappingProxyType(
    {"moment": 0.9, "taste": 0.7, "relation": 0.3, "popularity": 0.25, "freshness": 0.1}
)
BLENDS: Mapping[str, Blend] = MappingProxyType(
    {
        "product.goes-with": MappingProxyType(
            {"together": 1.0, "taste": 0.2, "alike": 0.2, "popularity": 0.1, "moment": 0.1}
        ),
        "product.also-viewed": MappingProxyType(
            {"together": 1.0, "alike": 0.3, "popularity": 0.1, "taste": 0.1, "moment": 0.1}
        ),
        "search.results": MappingProxyType(
            {"words": 1.0, "moment": 0.15, "taste": 0.15, "relation": 0.1, "popularity": 0.1}
        ),
    }
)


def blend_of(spot: str) -> Blend:
    """The weights at a spot, such as `home.for-you`."""
    return BLENDS.get(spot, DISCOVER)
