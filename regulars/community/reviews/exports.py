"""What a store takes along: what people said of its goods, with photos, and its answers."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.community.reviews.models import Review
from regulars.community.reviews.queries import pictures_in
from regulars.goods.media.exports import contents
from regulars.ground.kit.exports import CHUNK, files_go_along, goes_along
from regulars.people.merchants.models import Store


@goes_along(
    "reviews",
    "public_id product.public_id person.public_id origin ref stars text pictures written_at answer answered_at "
    "hidden_at hidden_why",
    Review,
)
def _reviews(store: Store) -> Iterator[Review]:
    rows = Review.objects.of(store).select_related("product", "person")
    return rows.order_by("pk").iterator(CHUNK)


@files_go_along("pictures")
def _photos(store: Store) -> Iterator[tuple[str, bytes]]:
    for row in Review.objects.of(store).exclude(pictures=[]).order_by("pk").iterator(CHUNK):
        yield from contents(pictures_in([row]).values())
