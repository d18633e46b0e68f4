"""Facts about service plans.

Ids are public ids; amounts are minor units of `currency`; days are ISO dates in the market's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePlanPublished(Fact):
    """A store sells a service plan, or a new version of it."""

    name: ClassVar[str] = "trade.service-plan-published.v1"
    plan: str
    version: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePlanStopped(Fact):
    """A store sells a service plan no longer; contracts go on."""

    name: ClassVar[str] = "trade.service-plan-stopped.v1"
    plan: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSold(Fact):
    """A service plan was paid together with a piece of goods."""

    name: ClassVar[str] = "trade.service-sold.v1"
    contract: str
    plan: str
    version: int
    order: str
    product: str
    currency: str
    paid_minor: int
    days: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStarted(Fact):
    """The days of a service plan run; `ends_on` is the first day after them."""

    name: ClassVar[str] = "trade.service-started.v1"
    contract: str
    starts_on: str
    ends_on: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceClaimMoved(Fact):
    """A claim was made or brought on.

    `state`: asked, accepted, refused, withdrawn, received, done, confirmed, disputed, settled, ended.
    """

    name: ClassVar[str] = "trade.service-claim-moved.v1"
    claim: str
    contract: str
    state: str
    late: bool = False


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEndingSoon(Fact):
    """A service plan with claims left ends within days; said once."""

    name: ClassVar[str] = "trade.service-ending-soon.v1"
    contract: str
    ends_on: str
    claims_left: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRefunded(Fact):
    """Money of a service plan went back; `whole` says that the plan ended with it."""

    name: ClassVar[str] = "trade.service-refunded.v1"
    contract: str
    currency: str
    amount_minor: int
    whole: bool
