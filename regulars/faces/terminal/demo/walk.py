"""One visit to the town, from the first page to the order or the door."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from random import Random

from .aftermath import Aftermath
from .events import AddToBasket, Claim, Follow, Leave, Line, Order, Page, Visit
from .lures import Lures
from .memory import Errand, Memory
from .nouns import Person, Product
from .purse import Purse
from .rhythm import fever
from .world import Town

SOURCES = {"direct": 44, "search": 18, "feed": 20, "share": 10, "qr": 8}
CURIOUS, DETERMINED = 0.15, 0.6
CHECKS_OUT, CHECKS_OUT_ERRAND = 0.74, 0.9
FOLLOWS, LEAVES, CLAIMS = 0.07, 0.006, 0.4
CHEAP_MINOR = 9000


@dataclass(slots=True)
class Street:
    """What all walks share."""

    town: Town
    memory: Memory
    lures: Lures
    purse: Purse
    aftermath: Aftermath
    dice: Random


@dataclass(slots=True)
class Walk:
    """One walk of one person, or of a guest if `person` is None. `now` moves as they walk."""

    street: Street
    person: Person | None
    visitor: str
    errand: Errand
    day: date
    now: datetime
    session: str
    source: str
    device: str

    def go(self) -> datetime:
        """Walk, telling every event; returns when it ended."""
        if self.errand.store is None:
            self.see("home")
        for store in self.stores():
            self.browse(store)
        if self.buyer and self.street.memory.baskets[self.buyer.key]:
            self.checkout(self.buyer)
        return self.now

    @property
    def buyer(self) -> Person | None:
        """The person, if there is one with an account."""
        return None if self.person is None or self.person.guest else self.person

    @property
    def dice(self) -> Random:
        return self.street.dice

    def see(self, page: Page, target: str = "", query: str = "") -> None:
        """Look at one page for a while."""
        seconds = max(2, min(600, round(self.dice.lognormvariate(3.0, 0.8))))
        known = self.buyer.key if self.buyer else None
        how = (self.session, page, target, query, self.source, self.device, seconds)
        self.street.memory.tell(Visit(self.now, self.visitor, known, *how))
        self.now += timedelta(seconds=seconds)

    def stores(self) -> list[str]:
        """The stores of this walk, the one of the errand first."""
        first = [self.errand.store] if self.errand.store else []
        products = self.street.town.goods.products
        first += [products[key].store for key in self.errand.buys]
        more = 0 if self.errand.told else self.dice.choices((0, 1, 2, 3), weights=(56, 30, 10, 4))[0]
        more += 0 if first else 1
        return list(dict.fromkeys(first + [self.draw() for _ in range(more)]))

    def draw(self) -> str:
        """Some store: by taste for people we know, by traffic for passers-by."""
        lures = self.street.lures
        return lures.store(self.person, self.day) if self.person else lures.stranger_store()

    def browse(self, store: str) -> None:
        """Look around in one store."""
        items = self.items(store)
        self.arrive(store, items)
        for item in items:
            self.see("product", item.key)
            if self.buyer and self.wants(item, store):
                self.add(self.buyer, item)
        if self.buyer:
            self.bond(self.buyer, store)

    def items(self, store: str) -> list[Product]:
        """The products looked at: those of the told story, else drawn."""
        products = self.street.town.goods.products
        told = [products[key] for key in self.errand.buys if products[key].store == store]
        level = self.person.price_level if self.person else 0.5
        count = self.dice.choices((1, 2, 3, 4), weights=(34, 36, 20, 10))[0]
        return told or self.street.lures.products(store, level, self.day, count)

    def arrive(self, store: str, items: list[Product]) -> None:
        """The page before the products: a search, a category or the store's own page."""
        throw = self.dice.random()
        if self.errand.store == store or throw < 0.5:
            self.see("store", store)
        elif throw < 0.78:
            self.see("search", query=self.words(store, items))
        else:
            self.see("category", items[0].category)

    def words(self, store: str, items: list[Product]) -> str:
        """What is typed into the search box, in the person's language."""
        english = self.person is not None and self.person.locale == "en"
        names = self.street.town.stores[store].queries
        name = items[0].name if self.dice.random() < 0.15 else self.dice.choice(names)
        return name.en if english else name.zh

    def wants(self, item: Product, store: str) -> bool:
        """Whether a product goes into the basket."""
        if self.errand.told:
            return item.key in self.errand.buys
        chance = DETERMINED if self.errand.store == store else CURIOUS
        warm = 1.3 if self.street.memory.fondness[self.visitor].get(store, 0.0) > 0 else 1.0
        return self.dice.random() < min(0.95, chance * warm * self.lively)

    @property
    def lively(self) -> float:
        """How much the festival loosens purses; 1 on ordinary days."""
        return sqrt(fever(self.street.town.market.festival, self.day))

    def add(self, buyer: Person, item: Product) -> None:
        """Put a variant that is on the shelf into the basket."""
        memory = self.street.memory
        basket = memory.baskets[buyer.key]
        need = 1 if self.errand.told else 3
        spare = [row for row in item.variants if memory.stock[row.key] - basket.get(row.key, 0) >= need]
        if not spare:
            return
        variant = self.dice.choice(spare)
        most = 3 if variant.price_minor < CHEAP_MINOR and not self.errand.told else 1
        quantity = min(self.dice.choices((1, 2, 3), weights=(80, 15, 5))[0], most)
        basket[variant.key] = min(3, basket.get(variant.key, 0) + quantity)
        memory.tell(AddToBasket(self.now, buyer.key, self.session, variant.key, quantity))
        self.now += timedelta(seconds=self.dice.randint(1, 9))

    def bond(self, buyer: Person, store: str) -> None:
        """Follow, leave, or take a coupon."""
        memory = self.street.memory
        followed = memory.following[buyer.key]
        eager = self.errand.follow or self.dice.random() < FOLLOWS * (0.5 + buyer.propensity)
        if store not in followed and eager:
            followed.add(store)
            memory.tell(Follow(self.now, buyer.key, store))
        elif store in followed and not self.errand.told and self.dice.random() < LEAVES:
            followed.discard(store)
            memory.tell(Leave(self.now, buyer.key, store))
        self.claim(buyer, store)

    def claim(self, buyer: Person, store: str) -> None:
        """Take one coupon or envelope that lies about."""
        offers = self.street.purse.on_offer(buyer.key, store, self.day)
        if offers and self.dice.random() < CLAIMS:
            offer = self.dice.choice(offers)
            self.street.purse.take(buyer.key, offer)
            self.street.memory.tell(Claim(self.now, buyer.key, offer))

    def checkout(self, buyer: Person) -> None:
        """Look at the basket and perhaps order it."""
        self.see("basket")
        chance = CHECKS_OUT_ERRAND if self.errand.store else CHECKS_OUT
        if self.errand.buys or self.dice.random() < chance:
            self.order(buyer)

    def order(self, buyer: Person) -> None:
        """Order what is in the basket and still on the shelf."""
        memory = self.street.memory
        basket = memory.baskets.pop(buyer.key)
        lines = tuple(Line(key, count) for key, count in basket.items() if memory.stock[key] >= count)
        if not lines:
            return
        coupons, envelope = self.street.purse.use(buyer.key, self.totals(lines), self.day)
        key = f"o{memory.number():07d}"
        order = Order(self.now, key, buyer.key, self.session, lines, coupons, envelope)
        memory.tell(order)
        for line in lines:
            memory.take(self.street.town, line.variant, line.quantity, self.now)
        self.street.aftermath.follow(order, buyer, self.errand)

    def totals(self, lines: tuple[Line, ...]) -> dict[str, int]:
        """Minor units by store."""
        found: dict[str, int] = {}
        for line in lines:
            store = line.variant.split("/", 1)[0]
            found[store] = (
                found.get(store, 0) + self.street.purse.price(line.variant, self.day) * line.quantity
            )
        return found
