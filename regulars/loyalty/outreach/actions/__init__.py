"""Changes to messages: written, sent, read, allowed and no longer allowed."""

from regulars.loyalty.outreach.actions.placing import (
    close_letters,
    hold_letters,
    open_letter,
    place,
    withdraw,
)
from regulars.loyalty.outreach.actions.reading import open_message
from regulars.loyalty.outreach.actions.sending import (
    enlist,
    finish,
    give_up_interrupted,
    put_back,
    record_failed,
    record_sent,
)
from regulars.loyalty.outreach.actions.settling import settle, take_tests
from regulars.loyalty.outreach.actions.switching import (
    FOLLOWING,
    follower_came,
    follower_left,
    silence_all,
    switch,
    unsubscribe,
)
from regulars.loyalty.outreach.actions.writing import (
    Fields,
    GroupGone,
    MessageIncomplete,
    NotNow,
    TextFaulty,
    drop,
    hold_back,
    make_test,
    schedule,
    stop,
    write,
)

__all__ = [
    "FOLLOWING",
    "Fields",
    "GroupGone",
    "MessageIncomplete",
    "NotNow",
    "TextFaulty",
    "close_letters",
    "drop",
    "enlist",
    "finish",
    "follower_came",
    "follower_left",
    "give_up_interrupted",
    "hold_back",
    "hold_letters",
    "make_test",
    "open_letter",
    "open_message",
    "place",
    "put_back",
    "record_failed",
    "record_sent",
    "schedule",
    "settle",
    "silence_all",
    "stop",
    "switch",
    "take_tests",
    "unsubscribe",
    "withdraw",
    "write",
]
