"""What a person said of goods."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from regulars.community.reviews.models import Review
from regulars.community.reviews.queries import owner_of
from regulars.goods.media.actions import remove_picture
from regulars.goods.media.queries import owned
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.privacy import About, forgets, tells


@tells("reviews", "store.name product.title origin stars text pictures written_at answer hidden_why", Review)
def _reviews(about: About) -> Iterator[Review]:
    return _mine(about).select_related("store", "product").order_by("pk").iterator(CHUNK)


@forgets("stars and words stay without a name, for others relied on them; photos are deleted", Review)
def _forget(about: About) -> None:
    owner = owner_of(about.person)
    for row in _mine(about):
        for one in owned(owner, row.pictures):
            remove_picture(by=SYSTEM, owner=owner, public_id=one)
    _mine(about).update(person=None, ref="", pictures=[])


def _mine(about: About) -> QuerySet[Review]:
    rows = Review.objects.across_stores("one person's own reviews")
    return rows.filter(person_id=about.person_id, **about.at("store_id"))
