"""Names for what the data set leaves nameless: stores, products, people. Always the same for the same ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from regulars.faces.terminal.imports.olist.words import Words

SMALL = {"de", "do", "da", "dos", "das", "e", "d'oeste"}
HOUSES = (
    ("House", "馆"),
    ("Corner", "小铺"),
    ("Market", "集市"),
    ("Store", "商店"),
    ("Trading", "商行"),
    ("Depot", "仓储店"),
    ("Workshop", "工坊"),
    ("Supply", "供应店"),
    ("Emporium", "百货"),
    ("Gallery", "精品店"),
    ("Outlet", "直销店"),
    ("Bazaar", "市集"),
)


def city_name(city: str | None) -> str:
    """A city as people write it: "sao jose do rio preto" becomes "Sao Jose do Rio Preto"."""
    plain = re.split(r"[/,(\\]| - ", city or "")[0]
    parts = re.sub(r"[^\w' -]", " ", plain).lower().split()
    said = [
        word if place and word in SMALL else word[:1].upper() + word[1:] for place, word in enumerate(parts)
    ]
    return " ".join(said)[:40]


def short(ref: str, length: int = 4) -> str:
    """The first characters of an id, for people."""
    return re.sub(r"[^0-9A-Za-z]", "", ref)[:length].upper()


def store_names(seller: str, city: str | None, words: Words) -> tuple[str, str]:
    """English and Chinese name: city, what it sells most, and a piece of its id that makes it unique."""
    house, house_zh = HOUSES[_number(seller) % len(HOUSES)]
    where, code = city_name(city) or "Brazil", short(seller)
    kind = words.name.replace(", Bath & Table", " & Bath")
    return f"{where} {kind} {house} {code}"[:80], f"{where} {words.name_zh or words.name}{house_zh} {code}"[
        :80
    ]


def _number(ref: str) -> int:
    return sum((place + 1) * ord(char) for place, char in enumerate(ref))


def person_name(ref: str) -> str:
    """The data set knows nobody's name."""
    return f"Customer {short(ref, 8)}"


def size(product: Mapping[str, Any]) -> str:
    """The box, e.g. "45 × 35 × 15 cm"; empty when a side is unknown."""
    sides = [product[f"product_{side}_cm"] for side in ("length", "width", "height")]
    return " × ".join(str(side) for side in sides) + " cm" if all(sides) else ""


def weight(product: Mapping[str, Any]) -> str:
    """The weight, e.g. "300 g" or "1.2 kg"."""
    grams = product["product_weight_g"]
    if not grams:
        return ""
    return f"{grams} g" if grams < 1000 else f"{round(grams / 1000, 2):g} kg"


def titles(product: Mapping[str, Any], words: Words) -> tuple[str, str]:
    """English and Chinese title: what it is, how large, how heavy, and a piece of its id."""
    facts = [fact for fact in (size(product), weight(product)) if fact]
    code = short(product["product_id"], 5)
    english = ", ".join([words.noun, *facts, f"No. {code}"])
    chinese = "，".join([words.noun_zh or words.noun, *facts, f"编号 {code}"])
    return english[:160], chinese[:160]


def texts(product: Mapping[str, Any], words: Words) -> tuple[str, str]:
    """A description that says what is known, in both languages."""
    photos = product["product_photos_qty"] or 0
    box, heavy = size(product), weight(product)
    english = [f"{words.noun} from the category {words.name}."]
    chinese = [f"{words.name_zh or words.name}类商品。"]
    if box:
        english.append(f"The parcel measures {box}.")
        chinese.append(f"包裹尺寸 {box}。")
    if heavy:
        english.append(f"It weighs {heavy}.")
        chinese.append(f"重量 {heavy}。")
    if photos:
        english.append(
            f"Listed with {photos} photos where it came from."
            if photos > 1
            else "Listed with one photo where it came from."
        )
        chinese.append(f"原商品页有 {photos} 张照片。")
    return " ".join(english), "".join(chinese)
