"""Everything that changes an agreement."""

from regulars.trade.agreements.actions.asking import (
    AnswersWrong,
    AskedAlready,
    StoreRests,
    ask,
    decline,
    withdraw,
)
from regulars.trade.agreements.actions.crediting import post_credit, post_due_credits
from regulars.trade.agreements.actions.delivering import (
    TooLate,
    accept,
    accept_by_silence,
    accept_silent,
    arrived,
    deliver,
    reject,
    send_again,
    sent,
)
from regulars.trade.agreements.actions.doing import (
    AnsweredBySilence,
    PointMissing,
    ProofMissing,
    do,
    refuse_proof,
)
from regulars.trade.agreements.actions.ending import (
    AmountsChanged,
    AmountWrong,
    NotAnyMore,
    cancel,
    decide,
    dispute,
)
from regulars.trade.agreements.actions.forming import (
    AlreadyAsked,
    FormFields,
    FormWrong,
    close_form,
    reopen_form,
    save_form,
)
from regulars.trade.agreements.actions.judging import decide_proof, in_question
from regulars.trade.agreements.actions.noting import write_note
from regulars.trade.agreements.actions.paying import BalanceNotYet, NoLongerDue, pay
from regulars.trade.agreements.actions.proposing import (
    OfferOver,
    OrderWaits,
    TermsWrong,
    VersionOld,
    VersionSame,
    propose,
    sign,
)
from regulars.trade.agreements.actions.silence import approve_by_silence
from regulars.trade.agreements.actions.turning import MovedOn, NotYourTurn, TooManyPhotos
from regulars.trade.agreements.actions.watching import watch

__all__ = [
    "AlreadyAsked",
    "AmountWrong",
    "AmountsChanged",
    "AnsweredBySilence",
    "AnswersWrong",
    "AskedAlready",
    "BalanceNotYet",
    "FormFields",
    "FormWrong",
    "MovedOn",
    "NoLongerDue",
    "NotAnyMore",
    "NotYourTurn",
    "OfferOver",
    "OrderWaits",
    "PointMissing",
    "ProofMissing",
    "StoreRests",
    "TermsWrong",
    "TooLate",
    "TooManyPhotos",
    "VersionOld",
    "VersionSame",
    "accept",
    "accept_by_silence",
    "accept_silent",
    "approve_by_silence",
    "arrived",
    "ask",
    "cancel",
    "close_form",
    "decide",
    "decide_proof",
    "decline",
    "deliver",
    "dispute",
    "do",
    "in_question",
    "pay",
    "post_credit",
    "post_due_credits",
    "propose",
    "refuse_proof",
    "reject",
    "reopen_form",
    "save_form",
    "send_again",
    "sent",
    "sign",
    "watch",
    "withdraw",
    "write_note",
]
