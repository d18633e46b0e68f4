"""Changes to surveys: written, opened, answered, closed."""

from regulars.community.surveys.actions.answering import AnswerMissing, Over, answer, decline
from regulars.community.surveys.actions.recording import (
    AnswerRow,
    draft_message,
    keep_people,
    place,
    record_answers,
)
from regulars.community.surveys.actions.running import (
    NobodyToAsk,
    TooManyOpen,
    close_survey,
    invite_after,
    open_survey,
)
from regulars.community.surveys.actions.writing import (
    Asking,
    Fields,
    Fixed,
    NotAskable,
    SurveyIncomplete,
    begin,
    drop,
    move_question,
    put_question,
    remove_question,
    write,
)

__all__ = [
    "AnswerMissing",
    "AnswerRow",
    "Asking",
    "Fields",
    "Fixed",
    "NobodyToAsk",
    "NotAskable",
    "Over",
    "SurveyIncomplete",
    "TooManyOpen",
    "answer",
    "begin",
    "close_survey",
    "decline",
    "draft_message",
    "drop",
    "invite_after",
    "keep_people",
    "move_question",
    "open_survey",
    "place",
    "put_question",
    "record_answers",
    "remove_question",
    "write",
]
