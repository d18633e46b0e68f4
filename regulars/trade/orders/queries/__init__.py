"""Questions about baskets, orders and returns, each starting from whoever asks."""

from regulars.trade.orders.models import (
    BasketLine,
    Order,
    OrderEvent,
    OrderGroup,
    OrderLine,
    Return,
    ReturnLine,
)
from regulars.trade.orders.queries.baskets import BasketView, Kept, basket_count, basket_of
from regulars.trade.orders.queries.contact import contact_is_open
from regulars.trade.orders.queries.customer import (
    Pieces,
    backs_of,
    kept_pieces,
    last_contact,
    order_steps,
    refund_steps,
)
from regulars.trade.orders.queries.deciding import return_counts, returns_to_work
from regulars.trade.orders.queries.goods import Item, category_keys
from regulars.trade.orders.queries.guests import guests_called, orders_of_guests, proof_of, proven
from regulars.trade.orders.queries.loaded import (
    left_of,
    lines_back,
    lines_of,
    parcels_of,
    parts_of,
    returns_in,
    steps_of,
)
from regulars.trade.orders.queries.market import MarketDays, disputes_waiting, market_days, sales_by_store
from regulars.trade.orders.queries.operator import all_orders, any_order, dispute_of, disputes, group_behind
from regulars.trade.orders.queries.parts import PartStep, part_of
from regulars.trade.orders.queries.planned_lines import PlanItem, PlanWish, goods_of
from regulars.trade.orders.queries.planned_services import plan_as
from regulars.trade.orders.queries.previewing import Reckoned, freight_is_back, reckon, refund_preview
from regulars.trade.orders.queries.quoting import ClaimChoice, Quote, QuotedLine, QuotedStore, quote
from regulars.trade.orders.queries.receipts import receipt_of
from regulars.trade.orders.queries.series import Day, daily
from regulars.trade.orders.queries.shopper import (
    buyer,
    group_of,
    groups_of,
    order_of_shopper,
    order_refs,
    own_group,
    possible,
    returnable_until,
)
from regulars.trade.orders.queries.statement import Income, StatementItem, income_of, statement_from_events
from regulars.trade.orders.queries.store import (
    Figure,
    OrderFilters,
    Todo,
    carriers_of,
    counts_of,
    order_of,
    orders_behind,
    orders_of,
    orders_of_customer,
    return_of,
    today,
    todos,
)

__all__ = [
    "BasketLine",
    "BasketView",
    "ClaimChoice",
    "Day",
    "Figure",
    "Income",
    "Item",
    "Kept",
    "MarketDays",
    "Order",
    "OrderEvent",
    "OrderFilters",
    "OrderGroup",
    "OrderLine",
    "PartStep",
    "Pieces",
    "PlanItem",
    "PlanWish",
    "Quote",
    "QuotedLine",
    "QuotedStore",
    "Reckoned",
    "Return",
    "ReturnLine",
    "StatementItem",
    "Todo",
    "all_orders",
    "any_order",
    "backs_of",
    "basket_count",
    "basket_of",
    "buyer",
    "carriers_of",
    "category_keys",
    "contact_is_open",
    "counts_of",
    "daily",
    "dispute_of",
    "disputes",
    "disputes_waiting",
    "freight_is_back",
    "goods_of",
    "group_behind",
    "group_of",
    "groups_of",
    "guests_called",
    "income_of",
    "kept_pieces",
    "last_contact",
    "left_of",
    "lines_back",
    "lines_of",
    "market_days",
    "order_of",
    "order_of_shopper",
    "order_refs",
    "order_steps",
    "orders_behind",
    "orders_of",
    "orders_of_customer",
    "orders_of_guests",
    "own_group",
    "parcels_of",
    "part_of",
    "parts_of",
    "plan_as",
    "possible",
    "proof_of",
    "proven",
    "quote",
    "receipt_of",
    "reckon",
    "refund_preview",
    "refund_steps",
    "return_counts",
    "return_of",
    "returnable_until",
    "returns_in",
    "returns_to_work",
    "sales_by_store",
    "statement_from_events",
    "steps_of",
    "today",
    "todos",
]
