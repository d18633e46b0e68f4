"""Every change of baskets, orders and returns."""

from regulars.trade.orders.actions.allowing import give_back_amount
from regulars.trade.orders.actions.basket import (
    BasketFull,
    NotForSale,
    QuantityNotPossible,
    choose_claims,
    choose_lines,
    enter_code,
    merge_baskets,
    put_in_basket,
    remove_code,
    remove_line,
    set_quantity,
)
from regulars.trade.orders.actions.codes import CodeUnknown
from regulars.trade.orders.actions.contact import open_contact
from regulars.trade.orders.actions.ending import cancel_group, expire_group, expire_groups
from regulars.trade.orders.actions.foretelling import ask_forecast, work_out
from regulars.trade.orders.actions.guests import ask_for_guest_data, forget_guest, take_guest_data
from regulars.trade.orders.actions.history import NotNow
from regulars.trade.orders.actions.many import Report, accept_many, deliver_many
from regulars.trade.orders.actions.membership import expire_points, join_programme
from regulars.trade.orders.actions.overdue import accept_overdue
from regulars.trade.orders.actions.paying import NotPayable, receive_payment, start_paying
from regulars.trade.orders.actions.placing import (
    ContactMissing,
    EmptyBasket,
    PriceChanged,
    TooFewLeft,
    place_order,
)
from regulars.trade.orders.actions.plan_basket import PlanNotHere, choose_plan
from regulars.trade.orders.actions.plan_disputes import decide_claim
from regulars.trade.orders.actions.plan_money import earn_in_store, earn_plans
from regulars.trade.orders.actions.prepaid import PaidAheadMore
from regulars.trade.orders.actions.recorded_histories import record_histories
from regulars.trade.orders.actions.recorded_returns import record_returns
from regulars.trade.orders.actions.recording import Recorded, record_orders
from regulars.trade.orders.actions.returning import (
    DecidedElsewhere,
    MoreThanBought,
    NothingToReturn,
    SayWhere,
    SayWhy,
    TooLateToReturn,
    accept_return,
    ask_return,
    decide_dispute,
    dispute,
    receive_return,
    refund_lines,
    refuse_order,
    refuse_return,
    say_where,
    send_back,
    withdraw_return,
)
from regulars.trade.orders.actions.settling import settle_discrepancy
from regulars.trade.orders.actions.shipping import (
    Parcel,
    ReturnOpen,
    accept_order,
    confirm,
    confirm_due,
    correct_parcel,
    deliver,
    ship,
    ship_many,
)
from regulars.trade.orders.actions.straying import money_is_back

__all__ = [
    "BasketFull",
    "CodeUnknown",
    "ContactMissing",
    "DecidedElsewhere",
    "EmptyBasket",
    "MoreThanBought",
    "NotForSale",
    "NotNow",
    "NotPayable",
    "NothingToReturn",
    "PaidAheadMore",
    "Parcel",
    "PlanNotHere",
    "PriceChanged",
    "QuantityNotPossible",
    "Recorded",
    "Report",
    "ReturnOpen",
    "SayWhere",
    "SayWhy",
    "TooFewLeft",
    "TooLateToReturn",
    "accept_many",
    "accept_order",
    "accept_overdue",
    "accept_return",
    "ask_for_guest_data",
    "ask_forecast",
    "ask_return",
    "cancel_group",
    "choose_claims",
    "choose_lines",
    "choose_plan",
    "confirm",
    "confirm_due",
    "correct_parcel",
    "decide_claim",
    "decide_dispute",
    "deliver",
    "deliver_many",
    "dispute",
    "earn_in_store",
    "earn_plans",
    "enter_code",
    "expire_group",
    "expire_groups",
    "expire_points",
    "forget_guest",
    "give_back_amount",
    "join_programme",
    "merge_baskets",
    "money_is_back",
    "open_contact",
    "place_order",
    "put_in_basket",
    "receive_payment",
    "receive_return",
    "record_histories",
    "record_orders",
    "record_returns",
    "refund_lines",
    "refuse_order",
    "refuse_return",
    "remove_code",
    "remove_line",
    "say_where",
    "send_back",
    "set_quantity",
    "settle_discrepancy",
    "ship",
    "ship_many",
    "start_paying",
    "take_guest_data",
    "withdraw_return",
    "work_out",
]
