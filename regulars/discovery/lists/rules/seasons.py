"""What a time of the year calls for: words by month, in both languages."""

from __future__ import annotations

from datetime import date

SPRING = (
    "spring",
    "blossom",
    "green tea",
    "longjing",
    "picnic",
    "raincoat",
    "春",
    "明前",
    "龙井",
    "绿茶",
    "踏青",
)
SUMMER = (
    "summer",
    "linen",
    "fan",
    "iced",
    "cold brew",
    "silk",
    "swim",
    "夏",
    "亚麻",
    "冰",
    "扇",
    "真丝",
    "凉",
)
AUTUMN = (
    "autumn",
    "oolong",
    "black tea",
    "chestnut",
    "moon",
    "scarf",
    "秋",
    "乌龙",
    "红茶",
    "月饼",
    "围巾",
    "桂花",
)
WINTER = (
    "winter",
    "cashmere",
    "wool",
    "knit",
    "warm",
    "teapot",
    "冬",
    "羊绒",
    "羊毛",
    "毛衣",
    "保暖",
    "火锅",
    "茶壶",
)
OF_MONTH: dict[int, tuple[str, ...]] = dict.fromkeys((3, 4, 5), SPRING)
OF_MONTH.update(dict.fromkeys((6, 7, 8), SUMMER))
OF_MONTH.update(dict.fromkeys((9, 10, 11), AUTUMN))
OF_MONTH.update(dict.fromkeys((12, 1, 2), WINTER))
# The words of the season in the other language, for the line that says why.
PAIRS = (
    ("spring", "春"), ("blossom", "花季"), ("green tea", "绿茶"), ("longjing", "龙井"), ("picnic", "踏青"),
    ("raincoat", "雨衣"), ("first flush", "明前"), ("summer", "夏"), ("linen", "亚麻"), ("fan", "扇"), ("iced", "冰"),
    ("cold brew", "冷泡"), ("silk", "真丝"), ("swim", "游泳"), ("cool", "凉"), ("autumn", "秋"), ("oolong", "乌龙"),
    ("black tea", "红茶"), ("chestnut", "栗子"), ("moon", "月"), ("mooncake", "月饼"), ("scarf", "围巾"),
    ("osmanthus", "桂花"), ("winter", "冬"), ("cashmere", "羊绒"), ("wool", "羊毛"), ("knit", "针织"),
    ("jumper", "毛衣"), ("warm", "保暖"), ("hotpot", "火锅"), ("teapot", "茶壶"),
)  # fmt: skip
ENGLISH = {chinese: english for english, chinese in PAIRS}
CHINESE = dict(PAIRS)


def season_word(word: str, language: str) -> str:
    """A word of the season as a reader of the language says it."""
    return (CHINESE if language.startswith("zh") else ENGLISH).get(word, word)


def in_season(words: str, day: date) -> str:
    """The first word of the season that stands in `words` (lower case), "" when none does.

    Latin words count only whole, so that a fan is not found in "fancy".
    """
    padded = f" {words} "
    for word in OF_MONTH[day.month]:
        if (f" {word} " if word.isascii() else word) in padded:
            return word
    return ""
