"""Who is credited with an order: channels, paths of touches, and six ways to share an amount over a path."""

from regulars.loyalty.customers.rules.credit.channels import CHANNELS, DIRECT, channel_of
from regulars.loyalty.customers.rules.credit.markov import Chain, removal_effects
from regulars.loyalty.customers.rules.credit.paths import Path, Seen, Touch, path_to, touches
from regulars.loyalty.customers.rules.credit.sharing import HALF_LIFE, MODELS, credits, effects_of, shares

__all__ = [
    "CHANNELS",
    "DIRECT",
    "HALF_LIFE",
    "MODELS",
    "Chain",
    "Path",
    "Seen",
    "Touch",
    "channel_of",
    "credits",
    "effects_of",
    "path_to",
    "removal_effects",
    "shares",
    "touches",
]
