"""What a time of the year calls for: words by month, in both languages."""

from __future__ import annotations

from datetime import date

SPRING = ("spring", "blossom", "green tea", "longjing", "picnic", "raincoat", "春", "明前", "龙井", "绿茶", "踏青")
SUMMER = ("summer", "linen", "fan", "iced", "cold brew", "silk", "swim", "夏", "亚麻", "冰", "扇", "真丝", "凉")
AUTUMN = ("autumn", "oolong", "black tea", "chestnut", "moon", "scarf", "秋", "乌龙", "红茶", "月饼", "围巾", "桂花")
WINTER = ("winter", "cashmere", "wool", "knit", "warm", "teapot", "冬", "羊绒", "羊毛", "毛衣", "保暖", "火锅", "茶壶")
OF_MONTH: dict[int, tuple[str, ...]] = dict.fromkeys((3, 4, 5), SPRING)
OF_MONTH.update(dict.fromkeys((6, 7, 8), SUMMER))
OF_MONTH.update(dict.fromkeys((9, 10, 11), AUTUMN))
OF_MONTH.update(dict.fromkeys((12, 1, 2), WINTER))


def in_season(words: str, day: date) -> str:
    """The first word of the season that stands in `words` (lower case), "" when none does.

    Latin words count only whole, so that a fan is not found in "fancy".
    """
    padded = f" {words} "
    for word in OF_MONTH[day.month]:
        if (f" {word} " if word.isascii() else word) in padded:
            return word
    return ""
