"""What relations are, in plain words."""

from regulars.loyalty.customers.rules.habits import (
    FEWEST,
    Habit,
    Level,
    Quartiles,
    favourites,
    hours,
    price_level,
    weekdays,
)
from regulars.loyalty.customers.rules.hiding import hidden
from regulars.loyalty.customers.rules.relations import (
    CHANNELS,
    LAPSED_AFTER,
    ORIGINS,
    PURPOSES,
    ConsentRow,
    RelationRow,
    mask_email,
    mask_phone,
    stage,
)

__all__ = [
    "CHANNELS",
    "FEWEST",
    "LAPSED_AFTER",
    "ORIGINS",
    "PURPOSES",
    "ConsentRow",
    "Habit",
    "Level",
    "Quartiles",
    "RelationRow",
    "favourites",
    "hidden",
    "hours",
    "mask_email",
    "mask_phone",
    "price_level",
    "stage",
    "weekdays",
]
