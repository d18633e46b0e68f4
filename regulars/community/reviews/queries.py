"""Reviews of a product, of a store's goods, of a person, and of the whole market."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, QuerySet

from regulars.community.reviews.models import Review as Review
from regulars.community.reviews.rules import ORDER, Rating
from regulars.goods.catalog.models import Product
from regulars.goods.media.models import Picture
from regulars.goods.media.queries import pictures_by_public_id
from regulars.goods.media.rules import Owner
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Store
from regulars.trade.orders.models import OrderLine

OWNER = "reviews.person"


def shown_of(product: Product | int) -> QuerySet[Review]:
    """A product's reviews as shoppers read them, the latest first."""
    rows = Review.objects.across_stores("a product's own page").filter(product=product, hidden_at=None)
    return rows.select_related("person").order_by("-id")


def rating_of(product: Product | int) -> Rating:
    """How many stars a product got. One query."""
    return Rating(dict(_stars(product if isinstance(product, int) else product.pk)))


@statement
def _stars(product: int) -> QuerySet[Review, tuple[int, int]]:
    rows = Review.objects.across_stores("a product's own page").filter(product=product, hidden_at=None)
    return rows.order_by().values_list("stars").annotate(many=Count("pk"))


def reviews_of(store: Store, state: str = "") -> QuerySet[Review]:
    """Reviews of a store's goods, the latest first; state: "" all, "open" those without an answer."""
    rows = Review.objects.of(store).select_related("product", "person").order_by("-id")
    return rows.filter(answer="", hidden_at=None) if state == "open" else rows


def review_of(store: Store, public_id: str) -> Review:
    """One review of a store's goods. Raises NotFound."""
    found = reviews_of(store).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def all_reviews(hidden: bool = False) -> QuerySet[Review]:
    """Reviews of the market, the latest first; only those hidden if asked."""
    rows = Review.objects.across_stores("the market keeps an eye on all of them")
    rows = rows.filter(hidden_at__isnull=False) if hidden else rows
    return rows.select_related("product", "person", "store").order_by("-id")


def any_review(public_id: str) -> Review:
    """One review, of whichever store. Raises NotFound."""
    found = all_reviews().filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def written_by(person_id: int) -> QuerySet[Review]:
    """Everything a person wrote, the latest first."""
    return all_reviews().filter(person_id=person_id)


def bought(person_id: int | None, product: Product | int) -> OrderLine | None:
    """A line by which the person got the product as a buyer: the parcel arrived, and it was no gift of a trial."""
    if person_id is None:
        return None
    rows = OrderLine.objects.filter(
        product=product, order__person_id=person_id, order__delivered_at__isnull=False
    ) | OrderLine.objects.filter(
        product=product, order__person_id=person_id, order__confirmed_at__isnull=False
    )
    return rows.select_related("order").order_by("pk").first()


def reviewed(person_id: int, product: Product | int, origin: str = ORDER) -> bool:
    """Whether the person reviewed the product already."""
    return written_by(person_id).filter(product=product, origin=origin).exists()


def pictures_in(rows: Iterable[Review]) -> dict[str, Picture]:
    """Photos of these reviews by their ids. One query; none without photos."""
    return pictures_by_public_id(one for row in rows for one in row.pictures)


def owner_of(person: str) -> Owner:
    """A person (public id) as the owner of photos in reviews."""
    return Owner(OWNER, person)


def photos_of(row: Review, known: dict[str, Picture]) -> Sequence[Picture]:
    """The photos of one review, in order."""
    return [known[one] for one in row.pictures if one in known]


def reviewable(store: Store, limit: int) -> list[tuple[int, str]]:
    """Who could review what of a store's goods: (person key, product), the latest deliveries first."""
    rows = OrderLine.objects.filter(order__store=store, order__delivered_at__isnull=False, granted_kind="")
    pairs = rows.order_by("-pk").values_list("order__person_id", "product__public_id")
    return list(dict.fromkeys(pairs[: limit * 3]))[:limit]
