"""What the categories of the data set are called here: department, category, and a noun for its goods."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

DEPARTMENTS = {
    "Home & Living": "家居生活",
    "Furniture": "家具",
    "Appliances": "家用电器",
    "Electronics": "数码电子",
    "Beauty & Health": "美妆健康",
    "Fashion": "服饰鞋包",
    "Kids": "母婴童品",
    "Sports & Leisure": "运动户外",
    "Food & Drink": "食品饮料",
    "Books & Music": "图书音像",
    "Gifts & Party": "礼品派对",
    "Garden & Outdoors": "园艺户外",
    "Cars & Tools": "汽车五金",
    "Office & Business": "办公商用",
    "Everything Else": "其他",
}


class Words(NamedTuple):
    """A category in both languages; `noun` is what one of its products is called."""

    department: str
    name: str
    name_zh: str
    noun: str
    noun_zh: str


UNNAMED = Words("Everything Else", "Other Goods", "其他商品", "Article", "商品")


@cache
def table() -> dict[str, Words]:
    """All categories with names of their own, by the data set's name."""
    lines = (Path(__file__).parent / "words.tsv").read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: Words(*line.split("\t")[1:]) for line in lines if line.strip()}


def words(category: str | None, english: str | None = None) -> Words:
    """The words of a category; an unknown one is called what the data set's own translation says."""
    if not category:
        return UNNAMED
    known = table().get(category)
    if known is not None:
        return known
    name = (english or category).replace("_", " ").strip().title()[:60] or UNNAMED.name
    return Words(UNNAMED.department, name, "", f"{name} article", "")
