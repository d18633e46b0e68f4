"""Who may use an offer: the words that unlock it, and the people it is meant for."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.trade.offers.models import Code, Offer


def newest_codes(offer: Offer, size: int = 50) -> list[Code]:
    """The offer's codes, those for many people first, then the newest."""
    return list(offer.codes.order_by("-cap", "-id")[:size])


def count_codes(offer: Offer) -> int:
    """How many codes the offer has."""
    return offer.codes.count()


def all_codes(offer: Offer) -> Iterator[Code]:
    """Every code of the offer, oldest first."""
    return offer.codes.order_by("id").iterator(chunk_size=1000)


def people_meant(offer: Offer) -> set[int]:
    """Keys of the people an exclusive offer is meant for."""
    return set(offer.meant_for.values_list("person_id", flat=True))
