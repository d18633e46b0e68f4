"""When people come: by hour of the day, day of the week, growth of the town and its festival."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from .nouns import Festival, Person
from .world import Town

SESSIONS_A_DAY = 172
WEEKDAY = (0.93, 0.91, 0.94, 0.97, 1.04, 1.13, 1.16)
WORKDAY_HOURS = (4, 2, 1, 1, 1, 2, 8, 16, 22, 24, 26, 30, 46, 38, 26, 25, 26, 30, 40, 60, 84, 88, 58, 22)
WEEKEND_HOURS = (8, 4, 2, 1, 1, 1, 4, 10, 20, 34, 44, 46, 48, 46, 48, 50, 48, 44, 46, 62, 80, 84, 62, 28)
SEASONS = ("winter", "spring", "summer", "autumn")


def midnight(town: Town, day: date) -> datetime:
    """The first moment of that day in the market's zone, in UTC."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(town.market.timezone)).astimezone(UTC)


def season_of(day: date) -> str:
    """Season of the northern hemisphere by calendar month."""
    return SEASONS[day.month % 12 // 3]


def crowd_of(town: Town, day: date, scale: float, dice: Random) -> int:
    """How many sessions begin on that day. Scales with the number of people."""
    size = len(town.people) / 3000 * scale
    growth = 1 + (day - town.today).days / 450 if day < town.today else 1.0
    mean = SESSIONS_A_DAY * size * WEEKDAY[day.weekday()] * max(0.5, growth)
    mean *= fever(town.market.festival, day)
    return max(0, round(dice.gauss(mean, mean**0.5)))


def fever(festival: Festival, day: date) -> float:
    """How much more happens because of the festival: full during it, a little on the eve and after."""
    if festival.starts_on <= day <= festival.ends_on:
        return festival.lift
    away = min(abs((day - festival.starts_on).days), abs((day - festival.ends_on).days))
    return 1 + (festival.lift - 1) * 0.25 if away == 1 else 1.0


def second_of_day(person: Person | None, day: date, dice: Random) -> float:
    """A second of the day: half of the time near the person's own hour, else by the town's hours."""
    if person and dice.random() < 0.5:
        return min(24.0, max(0.0, dice.gauss(person.favourite_hour, 0.8))) * 3599.9
    hours = WEEKEND_HOURS if day.weekday() >= 5 else WORKDAY_HOURS
    return (dice.choices(range(24), weights=hours)[0] + dice.random()) * 3600


def daytime(moment: datetime, town: Town, opens: int, closes: int) -> datetime:
    """The moment itself or, outside these local hours, shortly after the next opening."""
    local = moment.astimezone(ZoneInfo(town.market.timezone))
    if opens <= local.hour < closes:
        return moment
    next_day = int(local.hour >= closes)
    opening = local.replace(hour=opens, minute=local.minute, second=local.second)
    return (opening + timedelta(days=next_day)).astimezone(UTC)
