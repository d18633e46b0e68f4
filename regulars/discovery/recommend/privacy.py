"""What is held of a person's taste: the goods it is learnt from, and the wish to have none of it."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.discovery.recommend.models import Taste
from regulars.ground.kit.privacy import About, forgets, tells


@tells("taste", "goods learnt_at off_at", Taste)
def _taste(about: About) -> Iterable[Taste]:
    return about.only_whole(Taste.objects.filter(person_id=about.person_id))


@forgets("what the market learnt of the person's taste is deleted", Taste)
def _forget_taste(about: About) -> None:
    if about.whole:
        Taste.objects.filter(person_id=about.person_id).delete()
