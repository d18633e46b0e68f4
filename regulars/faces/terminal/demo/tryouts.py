"""Coupons that half of a store's people go without: the other half comes back for them, which shows what they bring."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from .events import Claim
from .memory import Errand, Memory
from .nouns import Person, Product
from .offers import Coupon
from .rhythm import midnight, second_of_day
from .walk import Street

# Whether the coupon (by key) is there for a person (by key).
Has = Callable[[str, str], bool]
TAKES = 0.9


@dataclass(slots=True)
class Tryouts:
    """The coupons of the town whose effect can be measured, and who was let have them."""

    street: Street
    has: Has

    def begin(self, people: list[Person], opening: datetime) -> None:
        """On the first day of one, the store's people take it; some of them come because of it."""
        for coupon in self.street.town.offers.coupons.values():
            if coupon.holdout and midnight(self.street.town, coupon.window.starts_on) == opening:
                self._begin(coupon, [one for one in people if self._knows(one, coupon.store)], opening)

    def _knows(self, person: Person, store: str) -> bool:
        memory: Memory = self.street.memory
        return store in memory.following[person.key] or memory.fondness[person.key].get(store, 0.0) != 0

    def _begin(self, coupon: Coupon, people: list[Person], opening: datetime) -> None:
        dice = Random(f"{self.street.town.seed}:{coupon.key}")
        goods = self._goods(coupon)
        for person in people:
            takes, comes = dice.random() < TAKES, dice.random() < coupon.coming
            errand = self._errand(coupon, person, dice, dice.choice(goods))
            if takes and self.has(coupon.key, person.key):
                self.street.purse.take(person.key, coupon.key)
                self.street.memory.tell(Claim(opening, person.key, coupon.key))
                if comes:
                    self.street.memory.plan(errand)

    def _goods(self, coupon: Coupon) -> list[Product]:
        """What fits the coupon and little more."""
        goods, most = self.street.town.goods, coupon.over_minor * coupon.dearest
        return [
            item
            for item in goods.by_store[coupon.store]
            if coupon.over_minor <= min(one.price_minor for one in item.variants) <= most
        ]

    def _errand(self, coupon: Coupon, person: Person, dice: Random, item: Product) -> Errand:
        window = coupon.window
        day = window.starts_on + timedelta(days=dice.randrange((window.ends_on - window.starts_on).days))
        moment = midnight(self.street.town, day) + timedelta(seconds=round(second_of_day(person, day, dice)))
        return Errand(moment, person.key, coupon.store, buys=(item.key,), told=True)
