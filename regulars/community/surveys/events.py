"""Facts about surveys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyOpened(Fact):
    """A store began to ask its people; `invited` counts those asked at once."""

    name: ClassVar[str] = "community.survey-opened.v1"
    survey: str
    invited: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswered(Fact):
    """Somebody answered a survey. Of one in which nobody is to be known, the fact names no person."""

    name: ClassVar[str] = "community.survey-answered.v1"
    survey: str
