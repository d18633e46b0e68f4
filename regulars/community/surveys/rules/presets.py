"""Surveys to begin with: what stores ask most, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.community.surveys.rules.questions import MANY, ONE, SCALE, TEXT, Option, Question

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Preset:
    """A survey ready to be changed and opened."""

    title: Pair
    intro: Pair
    questions: tuple[Question, ...]
    audience: str
    after_days: int = 3


def _options(*pairs: Pair) -> tuple[Option, ...]:
    return tuple(Option(f"o{number}", *pair) for number, pair in enumerate(pairs, 1))


REASONS = Preset(
    ("Why you come to us", "您为什么光顾我们"),
    (
        "Three short questions. What you say decides what we keep and what we change.",
        "三个小问题。您的回答决定我们保留什么、改进什么。",
    ),
    (
        Question(
            "q1",
            MANY,
            "Why do you buy from us?",
            "您为什么在我们这里买？",
            _options(
                ("The quality", "品质好"),
                ("The price", "价格实惠"),
                ("The service", "服务周到"),
                ("Quick delivery", "发货快"),
                ("Things nobody else has", "别处没有的东西"),
                ("I trust the store", "信得过这家店"),
                ("The stories behind the goods", "喜欢货品背后的故事"),
            ),
            needed=True,
        ),
        Question(
            "q2",
            SCALE,
            "How likely are you to recommend us to a friend?",
            "您有多愿意把我们推荐给朋友？",
        ),
        Question("q3", TEXT, "In your own words: what brings you back?", "用您自己的话说：是什么让您再来？"),
    ),
    "group",
)
AFTER_ORDER = Preset(
    ("How was your order?", "这次购物怎么样？"),
    ("Two questions about what you bought.", "关于您买到的东西，两个小问题。"),
    (
        Question(
            "q1",
            SCALE,
            "How likely are you to recommend us to a friend?",
            "您有多愿意把我们推荐给朋友？",
            needed=True,
        ),
        Question("q2", TEXT, "What should we do better?", "我们哪里可以做得更好？"),
    ),
    "order",
)
AFTER_RETURN = Preset(
    ("About your return", "关于您的退货"),
    (
        "You sent something back. Tell us why, so that it happens less.",
        "您退回了商品。请告诉我们原因，让我们少出错。",
    ),
    (
        Question(
            "q1",
            ONE,
            "What was the main reason?",
            "主要原因是什么？",
            _options(
                ("It was not as described", "与描述不符"),
                ("It did not fit", "尺寸不合适"),
                ("It was damaged", "商品有破损"),
                ("I changed my mind", "改变了主意"),
                ("Something else", "其他原因"),
            ),
            needed=True,
        ),
        Question("q2", TEXT, "What would have helped?", "怎样做会更好？"),
    ),
    "return",
    0,
)
PRESETS = {"reasons": REASONS, "order": AFTER_ORDER, "return": AFTER_RETURN}
