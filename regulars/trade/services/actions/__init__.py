"""Every change of service plans, contracts and claims."""

from regulars.trade.services.actions.answering import (
    accept_claim,
    finish_claim,
    receive_claim,
    refuse_claim,
    settle_claim,
)
from regulars.trade.services.actions.claiming import (
    MOST_PICTURES,
    ask_first,
    claim_service,
    confirm_claim,
    dispute_claim,
    withdraw_claim,
)
from regulars.trade.services.actions.money import Moved, complete_plans, end_plans, give_part
from regulars.trade.services.actions.passing import remind_holders, remind_one
from regulars.trade.services.actions.plans import (
    change_plan,
    definition_of,
    make_plan,
    publish_plan,
    stop_plan,
)
from regulars.trade.services.actions.refusals import (
    ChooseWay,
    ClaimMovedOn,
    MoreThanPaid,
    NotClaimable,
    PlanIncomplete,
    PlanStopped,
    SayWhat,
    TooManyPictures,
)
from regulars.trade.services.actions.selling import (
    Sale,
    plans_not_paid,
    plans_paid,
    sell_plans,
    start_plans,
)

__all__ = [
    "MOST_PICTURES",
    "ChooseWay",
    "ClaimMovedOn",
    "MoreThanPaid",
    "Moved",
    "NotClaimable",
    "PlanIncomplete",
    "PlanStopped",
    "Sale",
    "SayWhat",
    "TooManyPictures",
    "accept_claim",
    "ask_first",
    "change_plan",
    "claim_service",
    "complete_plans",
    "confirm_claim",
    "definition_of",
    "dispute_claim",
    "end_plans",
    "finish_claim",
    "give_part",
    "make_plan",
    "plans_not_paid",
    "plans_paid",
    "publish_plan",
    "receive_claim",
    "refuse_claim",
    "remind_holders",
    "remind_one",
    "sell_plans",
    "settle_claim",
    "start_plans",
    "stop_plan",
    "withdraw_claim",
]
