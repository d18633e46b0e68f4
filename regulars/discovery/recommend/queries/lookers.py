"""Who looks, as far as choosing needs to know."""

from __future__ import annotations

from dataclasses import dataclass, replace

from regulars.discovery.recommend.models import Taste
from regulars.discovery.recommend.queries.touches import sought_by, touches_of
from regulars.ground.kit import clock
from regulars.loyalty.customers.queries import followed_store_keys
from regulars.people.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at a page. Ids are public ones; `personal` is False for who switched it off: then nobody is known.

    `recent` are the keys of the products touched lately, newest first, `ages` how long ago in seconds; `entry` says
    where the visit came from (`search:teapot`, `link:…`, `qr:…`). `liked` are keys and weights of what the person
    likes, `follows` the keys of followed stores, `decade` a birth decade. `stayed` are those of `recent` with which the
    reader stayed; `sought` are keys of what was found for the words looked for lately, and how long ago.
    """

    person: str | None = None
    visitor: str | None = None
    session: str | None = None
    personal: bool = True
    recent: tuple[int, ...] = ()
    entry: str = ""
    ages: tuple[float, ...] = ()
    liked: tuple[tuple[int, float], ...] = ()
    follows: tuple[int, ...] = ()
    decade: int | None = None
    stayed: frozenset[int] = frozenset()
    sought: tuple[tuple[int, float], ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is anything to choose by."""
        return self.personal and bool(self.person or self.recent or self.sought)


EVERYONE = Looker(personal=False)


def look(*, person: int | None, visitor: str | None, entry: str = "") -> Looker:
    """The reader with all that may be known: `person` is a key, `visitor` a public id; two questions for a person.

    EVERYONE for a person who switched it off. Whoever refuses to be followed must not be handed in here.
    """
    if person is None:
        return _touched(Looker(visitor=visitor, entry=entry), visitor)
    told = Person.objects.filter(pk=person).values_list(
        "public_id", "birth_decade", "taste__goods", "taste__off_at"
    )
    public_id, decade, goods, off_at = told.get()
    if off_at is not None:
        return EVERYONE
    liked = tuple((int(key), float(weight)) for key, weight in goods or ())
    follows = tuple(followed_store_keys(person))
    found = Looker(public_id, visitor, entry=entry, liked=liked, follows=follows, decade=decade)
    return _touched(found, public_id)


def _touched(looker: Looker, who: str | None) -> Looker:
    touches, now = touches_of(who), clock.now().timestamp()
    return replace(
        looker,
        recent=tuple(one.product for one in touches),
        ages=tuple(max(0.0, now - one.at) for one in touches),
        stayed=frozenset(one.product for one in touches if one.stayed),
        sought=tuple((one.product, max(0.0, now - one.at)) for one in sought_by(who)),
    )


def may_be_known(person: str) -> bool:
    """Whether somebody (public id) has an account and did not switch off pages of their own."""
    return Person.objects.filter(public_id=person, closed_at=None, taste__off_at=None).exists()


def is_off(person: int) -> bool:
    """Whether a person (key) switched off pages of their own."""
    return Taste.objects.filter(person_id=person, off_at__isnull=False).exists()
