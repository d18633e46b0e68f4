"""Facts about lotteries and trials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class LotteryPublished(Fact):
    """A lottery was opened; `commitment` fixes its seed. Times are ISO 8601, UTC."""

    name: ClassVar[str] = "trade.lottery-published.v1"
    lottery: str
    commitment: str
    closes_at: str
    draw_at: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class LotteryEntered(Fact):
    """Somebody put a lot into a draw (`about`: the lottery or trial)."""

    name: ClassVar[str] = "trade.lottery-entered.v1"
    about: str
    lot: str
    number: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class LotteryDrawn(Fact):
    """The lots fell (`about`: the lottery or trial); `digest` fixes the entries they fell among."""

    name: ClassVar[str] = "trade.lottery-drawn.v1"
    about: str
    digest: str
    entries: int
    winners: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class LotteryStopped(Fact):
    """A lottery or trial was stopped before its end, with the reason everybody reads."""

    name: ClassVar[str] = "trade.lottery-stopped.v1"
    about: str
    reason: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeWon(Fact):
    """A prize was promised to somebody until `take_until` (ISO 8601, UTC)."""

    name: ClassVar[str] = "trade.prize-won.v1"
    lottery: str
    win: str
    take_until: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeTaken(Fact):
    """A prize was taken."""

    name: ClassVar[str] = "trade.prize-taken.v1"
    lottery: str
    win: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PrizePassed(Fact):
    """A prize was not taken in time; `to` is the win of the next in the drawn order, empty when it went back."""

    name: ClassVar[str] = "trade.prize-passed.v1"
    lottery: str
    win: str
    to: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPublished(Fact):
    """A store offers pieces of a product for trial. Times are ISO 8601, UTC."""

    name: ClassVar[str] = "trade.trial-published.v1"
    trial: str
    pieces: int
    closes_at: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialApplied(Fact):
    """Somebody applied for a trial."""

    name: ClassVar[str] = "trade.trial-applied.v1"
    trial: str
    application: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialGiven(Fact):
    """Somebody got a place in a trial, to be ordered until `take_until` (ISO 8601, UTC)."""

    name: ClassVar[str] = "trade.trial-given.v1"
    trial: str
    application: str
    take_until: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialReportDue(Fact):
    """The goods arrived: the report is due at `due_at` (ISO 8601, UTC). `reminds`: said again before the end."""

    name: ClassVar[str] = "trade.trial-report-due.v1"
    trial: str
    application: str
    due_at: str
    reminds: bool


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialReported(Fact):
    """Whoever tried it reported."""

    name: ClassVar[str] = "trade.trial-reported.v1"
    trial: str
    application: str
