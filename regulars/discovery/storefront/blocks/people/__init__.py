"""A place that speaks to each kind of person in other words: stranger, follower, buyer, member, lapsed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.blocks.people.who import kinds_of
from regulars.discovery.storefront.blocks.ways import to_path
from regulars.discovery.storefront.hooks import Block, Field, Image, Scene, blocks
from regulars.goods.catalog.queries import cards_by_id

KINDS = (
    ("stranger", _("Strangers")),
    ("follower", _("Followers who have not bought")),
    ("buyer", _("Who has bought")),
    ("member", _("Members")),
    ("lapsed", _("Who has not bought for long")),
)
FIELDS = (
    Field(
        "faces", "rows", _("One for each kind of person"), required=True, least=1, most=8,
        help=_("Who fits several sees the closest: lapsed, then the highest tier, buyer, follower, stranger."),
        inside=(
            Field("who", "choice", _("For whom"), required=True, choices=KINDS, default="stranger"),
            Field("tier", "number", _("From which tier on"), help=_("For members; 1 is the first."), most=9, default=1),
            Field("title", "line", _("Title"), required=True, spoken=True, most=80),
            Field("text", "text", _("Text"), spoken=True, most=600),
            Field("picture", "picture", _("Picture")),
            Field("products", "products", _("Products"), most=8),
            Field("label", "line", _("Words on the button"), spoken=True, most=40),
            Field("link", "link", _("It leads to a page of the market")),
        ),
    ),
)  # fmt: skip


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """What is said to whoever looks: the first kind of theirs that has words; None where nothing is for them."""
    face = _face(settings["faces"], scene)
    if face is None:
        return nothing(
            scene, _("Nothing is written for this kind of person: the place stays empty for them.")
        )
    return {
        "title": face["title"],
        "text": face["text"],
        "image": Image(face["picture"], "") if face["picture"] else None,
        "products": cards_by_id(face["products"], store_id=scene.store) if face["products"] else [],
        "label": face["label"],
        "aim": to_path(face["link"]),
    }


def _face(faces: Sequence[Mapping[str, Any]], scene: Scene) -> Mapping[str, Any] | None:
    tiers = {face["tier"] for face in faces if face["who"] == "member"}
    for kind, tier in kinds_of(scene, bool(tiers)):
        fitting = [
            face for face in faces if face["who"] == kind and (kind != "member" or face["tier"] <= tier)
        ]
        if fitting:
            return max(fitting, key=lambda face: face["tier"]) if kind == "member" else fitting[0]
    return None


@blocks.answer
def people() -> Block:
    """One place, other words for each kind of person."""
    return Block(
        kind="people",
        title=_("For each kind of person"),
        help=_(
            "Strangers, followers, buyers, members by tier and those who went away: each reads other words here."
        ),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        pages=frozenset({"store", "product", "market", "venue", "word"}),
        style="block.css",
        icon="people",
        sample={
            "faces": [
                {"who": "stranger", "title": {"en": "New here? Welcome", "zh-hans": "初次见面，欢迎"}},
                {"who": "follower", "title": {"en": "Good to see you", "zh-hans": "又见面了"}},
            ]
        },
    )
