"""What happens in town. Every `at` is aware and in UTC; keys refer to the town or to earlier events."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .nouns import Text

Page = Literal["home", "search", "category", "store", "product", "basket"]


@dataclass(frozen=True, slots=True)
class SignUp:
    """A person opens an account."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One page seen. `target` is a category, store or product key, or empty; `person` is None for guests.

    `source` says how the session began: direct, search, feed, share, qr or festival. `seconds` is the stay.
    """

    at: datetime
    visitor: str
    person: str | None
    session: str
    page: Page
    target: str
    query: str
    source: str
    device: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Follow:
    """A person starts to follow a store."""

    at: datetime
    person: str
    store: str


@dataclass(frozen=True, slots=True)
class Leave:
    """A person stops following a store."""

    at: datetime
    person: str
    store: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A person takes a coupon or red envelope (`offer` is its key)."""

    at: datetime
    person: str
    offer: str


@dataclass(frozen=True, slots=True)
class AddToBasket:
    """A person puts some of a variant into the basket."""

    at: datetime
    person: str
    session: str
    variant: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one variant."""

    variant: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Order:
    """The basket is ordered. `coupons` and `envelope` are offers the person claimed and means to use."""

    at: datetime
    key: str
    person: str
    session: str
    lines: tuple[Line, ...]
    coupons: tuple[str, ...]
    envelope: str | None


@dataclass(frozen=True, slots=True)
class Pay:
    """The order is paid."""

    at: datetime
    order: str
    method: str


@dataclass(frozen=True, slots=True)
class Lapse:
    """The order was never paid and closes."""

    at: datetime
    order: str


@dataclass(frozen=True, slots=True)
class Ship:
    """A store hands its part of the order to a carrier."""

    at: datetime
    order: str
    store: str
    carrier: Text
    tracking: str


@dataclass(frozen=True, slots=True)
class Deliver:
    """The parcel of a store arrives."""

    at: datetime
    order: str
    store: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """Receipt is confirmed, by the buyer or, after seven days, by the clock."""

    at: datetime
    order: str
    store: str
    by_clock: bool


@dataclass(frozen=True, slots=True)
class ReturnRequest:
    """A buyer asks to give lines of one parcel back, or for money only if `sends_back` is false."""

    at: datetime
    key: str
    order: str
    store: str
    lines: tuple[Line, ...]
    reason: str
    words: Text
    sends_back: bool


@dataclass(frozen=True, slots=True)
class ReturnAnswer:
    """The store accepts or declines a return; `words` go with a refusal."""

    at: datetime
    request: str
    accepted: bool
    words: Text


@dataclass(frozen=True, slots=True)
class SendBack:
    """The buyer posts the goods back."""

    at: datetime
    request: str
    carrier: Text
    tracking: str


@dataclass(frozen=True, slots=True)
class Refund:
    """The store refunds the lines of the request."""

    at: datetime
    request: str


@dataclass(frozen=True, slots=True)
class Restock:
    """A store puts more of a variant on the shelf."""

    at: datetime
    variant: str
    quantity: int


Event = (
    SignUp
    | Visit
    | Follow
    | Leave
    | Claim
    | AddToBasket
    | Order
    | Pay
    | Lapse
    | Ship
    | Deliver
    | Confirm
    | ReturnRequest
    | ReturnAnswer
    | SendBack
    | Refund
    | Restock
)
