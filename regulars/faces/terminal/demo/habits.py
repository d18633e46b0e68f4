"""The days of the town: one lazy stream of events in true order of time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop
from random import Random
from zoneinfo import ZoneInfo

from .aftermath import Aftermath
from .cast import scenes
from .events import Event, SignUp
from .lures import Lures
from .memory import Errand, Memory
from .nouns import Person
from .people import weighted
from .purse import Purse
from .rhythm import crowd_of, midnight, second_of_day
from .tryouts import Has, Tryouts
from .walk import SOURCES, Street, Walk
from .world import Town

PASSERS_BY = 0.17
HAS_HABITS = 0.16
DAY = timedelta(days=1)


def nobody(coupon: str, person: str) -> bool:
    """The answer when no coupon is tried out."""
    return False


def events(town: Town, start: date, days: int, *, scale: float = 1.0, has: Has = nobody) -> Iterator[Event]:
    """Events from the first moment of `start` for so many days, in order of time.

    `has` tells who does not go without a coupon that is tried out.
    `scale` multiplies the number of visits a day. People who joined before `start` have accounts already;
    those who join later do so with a `SignUp`. What lies beyond the last day is not told.
    """
    telling = Telling.begin(town, start, scale, has)
    for number in range(days):
        day = start + timedelta(days=number)
        telling.live(day)
        yield from telling.until(midnight(town, day + DAY))


def history(town: Town, days: int = 90, *, scale: float = 1.0, has: Has = nobody) -> Iterator[Event]:
    """The days before the town's present day."""
    return events(town, town.today - timedelta(days=days), days, scale=scale, has=has)


@dataclass(slots=True)
class Telling:
    """One run over the days."""

    street: Street
    scale: float
    newcomers: list[Person]
    tryouts: Tryouts
    residents: list[Person] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    @classmethod
    def begin(cls, town: Town, start: date, scale: float, has: Has) -> "Telling":
        """Set the stage: full shelves, known people at home, told visits planned."""
        dice = Random(f"{town.seed}:habits:{start - town.today}:{scale}")
        memory = Memory(stock={key: variant.stock for key, variant in town.goods.variants.items()})
        aftermath = Aftermath(town, memory, dice)
        street = Street(town, memory, Lures(town, memory, dice), Purse(town, memory), aftermath, dice)
        people = sorted((p for p in town.people.values() if not p.guest), key=lambda person: person.joined_on)
        newcomers = [person for person in people if person.joined_on >= start]
        telling = cls(street, scale, newcomers, Tryouts(street, has))
        for person in people[: len(people) - len(telling.newcomers)]:
            telling.settle(person)
        telling.old_habits(start)
        for errand in told_errands(town, start):
            memory.plan(errand)
        return telling

    def settle(self, person: Person) -> None:
        """From now on this person may come by."""
        self.residents.append(person)
        self.weights.append((self.weights[-1] if self.weights else 0.0) + person.activity)

    def old_habits(self, start: date) -> None:
        """People already have stores they mean to go back to when the telling begins."""
        street, dice = self.street, self.street.dice
        for person in self.residents:
            if dice.random() < HAS_HABITS * self.scale:
                store = street.lures.store(person, start)
                soon = round(street.town.stores[store].cycle_days * dice.random())
                street.aftermath.come_again(person, store, start + timedelta(days=soon))

    def live(self, day: date) -> None:
        """Let one day happen."""
        opening = midnight(self.street.town, day)
        self.tryouts.begin(self.residents, opening)
        plans: list[tuple[datetime, Person | None, Errand]] = []
        plans += [self.newcomer(person, day, opening) for person in self.arrivals(day)]
        plans += [self.visitor(day, opening) for _ in range(self.size(day))]
        people = self.street.town.people
        plans += [
            (errand.at, people[errand.person], errand) for errand in self.street.memory.due(opening + DAY)
        ]
        for moment, person, errand in sorted(plans, key=lambda plan: plan[0]):
            self.walk(moment, person, errand, day)

    def size(self, day: date) -> int:
        return crowd_of(self.street.town, day, self.scale, self.street.dice)

    def arrivals(self, day: date) -> list[Person]:
        """Those who join on this day."""
        found = []
        while self.newcomers and self.newcomers[0].joined_on <= day:
            found.append(self.newcomers.pop(0))
        return found

    def newcomer(self, person: Person, day: date, opening: datetime) -> tuple[datetime, Person, Errand]:
        """A person signs up and walks in at once."""
        moment = opening + timedelta(seconds=round(second_of_day(person, day, self.street.dice)))
        self.street.memory.tell(SignUp(moment, person.key))
        self.settle(person)
        arrived = moment + timedelta(seconds=20)
        self.street.memory.busy_until[person.key] = arrived
        return arrived, person, Errand(arrived, person.key)

    def visitor(self, day: date, opening: datetime) -> tuple[datetime, Person | None, Errand]:
        """Somebody comes by: a resident, or a passer-by without a name."""
        dice = self.street.dice
        known = bool(self.residents) and dice.random() >= PASSERS_BY
        person = dice.choices(self.residents, cum_weights=self.weights)[0] if known else None
        moment = opening + timedelta(seconds=round(second_of_day(person, day, dice)))
        return moment, person, Errand(moment, person.key if person else "")

    def walk(self, moment: datetime, person: Person | None, errand: Errand, day: date) -> None:
        """One visit; nobody makes two at once."""
        memory, dice = self.street.memory, self.street.dice
        number = memory.number()
        visitor = person.key if person else f"g{number:07d}"
        starts_at = max(moment, memory.busy_until.get(visitor, moment))
        memory.unpack(moment)
        device = person.device if person else dice.choice(("phone", "phone", "phone", "desktop"))
        walk = Walk(
            self.street, person, visitor, errand, day, starts_at, f"s{number:07d}", self.source(day), device
        )
        memory.busy_until[visitor] = walk.go() + timedelta(minutes=1)

    def source(self, day: date) -> str:
        """How the visit began; during the festival often by its banner."""
        festival = self.street.town.market.festival
        festive = festival.starts_on <= day <= festival.ends_on
        return weighted(SOURCES | ({"festival": 45} if festive else {}), self.street.dice)

    def until(self, moment: datetime) -> Iterator[Event]:
        """Hand out everything that has happened before a moment."""
        told = self.street.memory.told
        while told and told[0][0] < moment:
            yield heappop(told)[2]


def told_errands(town: Town, start: date) -> Iterator[Errand]:
    """The visits of the named cast as errands."""
    zone = ZoneInfo(town.market.timezone)
    for scene in scenes(town.today):
        if scene.on >= start:
            local = datetime.combine(scene.on, time(scene.hour, scene.minute), tzinfo=zone)
            yield Errand(
                local.astimezone(UTC),
                scene.who,
                scene.store,
                scene.follow,
                scene.buys,
                scene.returns,
                told=True,
            )
