"""Changes to lotteries and trials: planned, published, entered, drawn, taken, reported."""

from regulars.trade.draws.actions.drawing import NotYet, draw_lottery, pass_on, settle
from regulars.trade.draws.actions.entering import AllWon, AlreadyIn, NotForYou, NotOpen, enter
from regulars.trade.draws.actions.lotteries import (
    Fields,
    Fixed,
    LotteryIncomplete,
    PrizeFields,
    drop,
    put_prize,
    remove_prize,
    write,
)
from regulars.trade.draws.actions.places import NoPlaces, lapse, settle_trial
from regulars.trade.draws.actions.publishing import CannotStop, publish, stop, withdraw
from regulars.trade.draws.actions.seeds import SeedLost
from regulars.trade.draws.actions.taking import TooLate, take_prize
from regulars.trade.draws.actions.trials import (
    TrialFields,
    close_trial,
    drop_trial,
    plan_trial,
    publish_trial,
    stop_trial,
    withdraw_trial,
)
from regulars.trade.draws.actions.trying import (
    OwesReport,
    SayWhy,
    apply,
    arrived,
    choose,
    draw_trial,
    remind,
    report,
)

__all__ = [
    "AllWon",
    "AlreadyIn",
    "CannotStop",
    "Fields",
    "Fixed",
    "LotteryIncomplete",
    "NoPlaces",
    "NotForYou",
    "NotOpen",
    "NotYet",
    "OwesReport",
    "PrizeFields",
    "SayWhy",
    "SeedLost",
    "TooLate",
    "TrialFields",
    "apply",
    "arrived",
    "choose",
    "close_trial",
    "draw_lottery",
    "draw_trial",
    "drop",
    "drop_trial",
    "enter",
    "lapse",
    "pass_on",
    "plan_trial",
    "publish",
    "publish_trial",
    "put_prize",
    "remind",
    "remove_prize",
    "report",
    "settle",
    "settle_trial",
    "stop",
    "stop_trial",
    "take_prize",
    "withdraw",
    "withdraw_trial",
    "write",
]
