"""Journeys to start from: whom they take in, what they say in both languages, and what they are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regulars.loyalty.journeys.rules.definition import Definition, Entry, Exit, Send, Split, Step, Wait


def N_(text: str) -> str:
    """Marks words that are translated when they are shown."""
    return text


@dataclass(frozen=True, slots=True)
class Group:
    """A group a pattern needs: its name, and its definition in the language of groups."""

    name: str
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A journey with names instead of groups' ids: "entry", "goal" and "seen" stand for `groups`."""

    key: str
    name: str
    text: str
    groups: Mapping[str, Group]
    definition: Definition

    def filled(self, ids: Mapping[str, str]) -> Definition:
        """The journey with the ids of real groups in place of the names."""
        entry = Entry(ids["entry"], self.definition.entry.who, self.definition.entry.again_days)
        steps = [_filled(step, ids) for step in self.definition.steps]
        return Definition(entry, ids[self.definition.goal], steps)


def _filled(step: Step, ids: Mapping[str, str]) -> Step:
    if isinstance(step, Split) and step.by == "group":
        return Split(
            step.id, group=ids[step.group], yes=[_filled(one, ids) for one in step.yes],
            no=[_filled(one, ids) for one in step.no],
        )  # fmt: skip
    return step


def _paid(value: int, op: str = "ge", days: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": "did", "what": "paid", "op": op, "value": value}
    return found | ({"window": {"days": days}} if days else {})


def _all(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "all", "of": list(parts)}


BOUGHT = Group(N_("Has bought"), _paid(1))
FOLLOWS: dict[str, Any] = {"kind": "is", "attribute": "follows", "op": "eq", "value": True}
LOOKED: dict[str, Any] = {
    "kind": "did", "what": "view", "measure": "days", "op": "ge", "value": 1, "window": {"days": 3},
}  # fmt: skip

WELCOME = Pattern(
    "welcome",
    N_("Welcome"),
    N_("Greets who begins to follow you, and ends with the first order."),
    {
        "entry": Group(N_("Follows, has not bought"), _all(FOLLOWS, _paid(0, "eq"))),
        "goal": BOUGHT,
        "seen": Group(N_("Was here in the last 3 days"), LOOKED),
    },
    Definition(
        Entry("entry", "new"),
        "goal",
        [
            Send(
                "s1",
                "Welcome to {store}",
                "Hello {name|and welcome},\nthank you for following {store}. We write rarely, and only when there is "
                "something worth your time: new pieces, and what we learnt while making them.\nIf you look for "
                "something in particular, ask us. A person answers.",
                "欢迎来到{store}",
                "{name|朋友}，你好：\n感谢关注{store}。我们不常打扰，只在有新作、或有心得想分享的时候写信给你。\n"
                "如果想找什么，尽管问，是真人回复。",
                "news",
            ),
            Wait("s2", hours=72),
            Split(
                "s3",
                group="seen",
                yes=[
                    Send(
                        "s4",
                        "Still choosing?",
                        "Hello {name|again},\nyou were with us lately. If you hesitate between two things, tell us what "
                        "it is for and we say which we would take, and why.",
                        "还在挑选吗？",
                        "{name|朋友}，你好：\n看到你最近来过。如果拿不定主意，告诉我们用在哪里，我们说说会选哪一件、为什么。",
                    )
                ],
                no=[
                    Wait("s5", hours=96),
                    Send(
                        "s6",
                        "What others begin with",
                        "Hello {name|again},\nmany begin at {store} with something small and come back for the rest. "
                        "Have a look at what others liked first.",
                        "大家通常从哪一件开始",
                        "{name|朋友}，你好：\n很多人在{store}先买一件小的，喜欢了再回来。看看大家最先喜欢上的是什么。",
                    ),
                ],
            ),
        ],
    ),
)

THANKS = Pattern(
    "thanks",
    N_("Thanks after the first order"),
    N_("Thanks for the first order, asks how it was, and invites to the second."),
    {"entry": Group(N_("Bought once"), _paid(1, "eq")), "goal": Group(N_("Bought twice"), _paid(2))},
    Definition(
        Entry("entry", "new"),
        "goal",
        [
            Wait("s1", how="moment", hour=10),
            Send(
                "s2",
                "Thank you, {name|dear customer}",
                "Hello {name|dear customer},\nyour first order with {store} means a lot to us. Should anything not be as "
                "you hoped, write to us before you write it off: we put it right.",
                "谢谢你，{name|朋友}",
                "{name|朋友}，你好：\n谢谢你在{store}的第一单。收到后如有任何不满意，请先告诉我们，我们会负责到底。",
                "news",
            ),
            Wait("s3", hours=21 * 24),
            Send(
                "s4",
                "How is it, three weeks later?",
                "Hello {name|dear customer},\nby now you know what is good about it and what is not. Tell us; and if you "
                "like it, see what goes with it.",
                "三周过去了，用得还好吗？",
                "{name|朋友}，你好：\n用了一阵子，好与不好你最清楚，欢迎告诉我们；如果喜欢，也看看与它相配的。",
            ),
        ],
    ),
)

LAPSED_DAYS = 90
WIN_BACK = Pattern(
    "win_back",
    N_("Win back"),
    N_("Writes to buyers who have not ordered for 90 days, tries two texts, and then leaves them in peace."),
    {
        "entry": Group(
            N_("Bought, but not for 90 days"),
            _all(_paid(1), {"kind": "not", "of": [_paid(1, days=LAPSED_DAYS)]}),
        ),
        "goal": Group(N_("Bought in the last 90 days"), _paid(1, days=LAPSED_DAYS)),
    },
    Definition(
        Entry("entry", "both", 180),
        "goal",
        [
            Send(
                "s1",
                "It has been a while, {name|dear customer}",
                "Hello {name|dear customer},\nyour last order is {days|many} days ago. A good deal is new at {store} "
                "since then. Come and see whether something is for you.",
                "好久不见，{name|朋友}",
                "{name|朋友}，你好：\n距离上次下单已经{days|很多}天了，{store}上了不少新品，来看看有没有喜欢的。",
            ),
            Wait("s2", hours=14 * 24),
            Split(
                "s3",
                by="share",
                percent=50,
                yes=[
                    Send(
                        "s4",
                        "Was something not right?",
                        "Hello {name|dear customer},\nif something about your last order was not right, please tell us. "
                        "We would rather hear it than lose you.",
                        "是我们哪里没做好吗？",
                        "{name|朋友}，你好：\n如果上一次有不满意的地方，请告诉我们。我们宁愿听到批评，也不愿失去你。",
                    )
                ],
                no=[
                    Send(
                        "s5",
                        "New at {store}",
                        "Hello {name|dear customer},\nthree things at {store} that were not there when you last ordered. "
                        "Have a look while there is stock.",
                        "{store}的新品",
                        "{name|朋友}，你好：\n{store}新上了几件你上次下单时还没有的，趁有货来看看。",
                    )
                ],
            ),
            Exit("s6"),
        ],
    ),
)

PATTERNS = {pattern.key: pattern for pattern in (WELCOME, THANKS, WIN_BACK)}
