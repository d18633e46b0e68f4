"""Judgement about payments: what a message means, when to try again, how a provider writes amounts."""

from regulars.trade.payments.rules.amounts import NotExpressible, from_stripe, to_stripe
from regulars.trade.payments.rules.messages import Kind, ProviderMessage, mismatch
from regulars.trade.payments.rules.tries import MAX_ATTEMPTS, backoff, split

__all__ = [
    "MAX_ATTEMPTS",
    "Kind",
    "NotExpressible",
    "ProviderMessage",
    "backoff",
    "from_stripe",
    "mismatch",
    "split",
    "to_stripe",
]
