"""Cities, countries and addresses as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel.core import Locale
from django.utils.translation import get_language

from regulars.faces.look.drawn import Said
from regulars.ground.kit.moments import reading_locale

NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
# A city is free text in one language; these are known by both of their names.
CITIES = (
    ("Beijing", "北京"), ("Changsha", "长沙"), ("Chengdu", "成都"), ("Chongqing", "重庆"), ("Dalian", "大连"),
    ("Foshan", "佛山"), ("Fuzhou", "福州"), ("Ganzhou", "赣州"), ("Guangzhou", "广州"), ("Guiyang", "贵阳"),
    ("Hangzhou", "杭州"), ("Harbin", "哈尔滨"), ("Hefei", "合肥"), ("Hong Kong", "香港"), ("Jinan", "济南"),
    ("Jingdezhen", "景德镇"), ("Kunming", "昆明"), ("Lanzhou", "兰州"), ("Lhasa", "拉萨"), ("Lijiang", "丽江"),
    ("Linzhi", "林芝"), ("Nanchang", "南昌"), ("Nanjing", "南京"), ("Nanning", "南宁"), ("Ningbo", "宁波"),
    ("Nyingchi", "林芝"), ("Ordos", "鄂尔多斯"), ("Qingdao", "青岛"), ("Quanzhou", "泉州"), ("Sanya", "三亚"),
    ("Shanghai", "上海"), ("Shenyang", "沈阳"), ("Shenzhen", "深圳"), ("Suzhou", "苏州"), ("Taipei", "台北"),
    ("Tianjin", "天津"), ("Weifang", "潍坊"), ("Wuchang", "五常"), ("Wuhan", "武汉"), ("Wuxi", "无锡"),
    ("Wuyishan", "武夷山"), ("Xi'an", "西安"), ("Xiamen", "厦门"), ("Yixing", "宜兴"), ("Zhengzhou", "郑州"),
    ("Zhoushan", "舟山"),
)  # fmt: skip
TO_CHINESE = {english.casefold(): chinese for english, chinese in CITIES}
TO_ENGLISH = {chinese: english for english, chinese in CITIES}


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def city_name(text: str) -> str:
    """A city in the reader's language where it is known, else as it was typed, with a capital letter."""
    known = TO_CHINESE.get(text.casefold()) if _chinese() else TO_ENGLISH.get(text.removesuffix("市"))
    return known or (text.title() if text.islower() else text)


def countries() -> Said:
    """Countries by code, named and sorted in the reader's language."""
    return _countries(reading_locale())


def country_name(code: str) -> str:
    """A country in the reader's language; the code itself when nobody knows it."""
    return str(dict(_countries(reading_locale())).get(code, code))


@lru_cache(maxsize=8)
def _countries(locale: str) -> Said:
    names = Locale.parse(locale).territories
    known = [
        (code, str(name)) for code, name in names.items() if code.isalpha() and code not in NOT_COUNTRIES
    ]
    return Said(sorted(known, key=lambda one: one[1]))


def town_line(parts: Mapping[str, str]) -> str:
    """Postcode, city and region of an address on one line; a city that is its own region is named once."""
    city, region = parts.get("city", "").strip(), parts.get("region", "").strip()
    region = "" if _bare(region) == _bare(city) else region
    postcode = parts.get("postcode", "").strip()
    order = (region, city, postcode) if _chinese() else (postcode, city, region)
    return " ".join(part for part in order if part)


def _bare(name: str) -> str:
    return name.casefold().removesuffix("市").removesuffix("省").removesuffix(" city")


def address_lines(parts: Mapping[str, str]) -> list[str]:
    """An address from the name down to the phone, without empty lines."""
    country = country_name(parts["country"]) if parts.get("country") else ""
    lines = [
        parts.get("recipient", ""),
        parts.get("street", ""),
        town_line(parts),
        country,
        parts.get("phone", ""),
    ]
    return [" ".join(line.split()) for line in lines if line.strip()]
