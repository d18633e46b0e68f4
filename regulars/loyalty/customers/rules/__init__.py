"""What relations are, in plain words."""

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
    "LAPSED_AFTER",
    "ORIGINS",
    "PURPOSES",
    "ConsentRow",
    "RelationRow",
    "mask_email",
    "mask_phone",
    "stage",
]
