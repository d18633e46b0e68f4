"""Days and places are written in one form: the market's zone, the reader's language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from regulars.faces.look.moments import local_date, local_datetime, local_input, local_month, short_day
from regulars.faces.look.places import address_lines, city_name, countries, country_name
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants import actions as merchants
from tests.town import Town

NIGHT = datetime(2026, 11, 30, 22, 4, tzinfo=UTC)


def test_a_moment_is_told_in_the_zone_of_the_market(town: Town) -> None:
    merchants.set_market(by=SYSTEM, zone="Asia/Shanghai")
    assert local_date(NIGHT) == "Dec 1, 2026"
    assert local_datetime(NIGHT).split() == ["Dec", "1,", "2026,", "6:04", "AM"]
    assert local_month(NIGHT) == "December 2026"
    assert local_input(NIGHT) == "2026-12-01T06:04"
    with translation.override("zh-hans"):
        assert local_date(NIGHT) == "2026年12月1日"
        assert local_datetime(NIGHT) == "2026年12月1日 06:04"
        assert local_month(NIGHT) == "2026年12月"
        assert short_day(date(2026, 12, 1)) == "12/1"


def test_no_moment_is_no_text(town: Town) -> None:
    assert (local_date(None), local_datetime(None), local_input(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("typed", "english", "chinese"),
    [
        ("shanghai", "Shanghai", "上海"),
        ("Hangzhou", "Hangzhou", "杭州"),
        ("宜兴市", "Yixing", "宜兴市"),
        ("springfield", "Springfield", "Springfield"),
        ("São Paulo", "São Paulo", "São Paulo"),
        ("", "", ""),
    ],
)
def test_a_known_city_is_named_in_both_languages(typed: str, english: str, chinese: str) -> None:
    assert city_name(typed) == english
    with translation.override("zh-hans"):
        assert city_name(typed) == chinese


def test_countries_have_names(town: Town) -> None:
    assert (country_name("CN"), country_name("??")) == ("China", "??")
    with translation.override("zh-hans"):
        assert country_name("CN") == "中国"
        assert ("DE", "德国") in countries()


@pytest.mark.parametrize(
    ("city", "region", "line"),
    [
        ("Shanghai", "Shanghai", "200000 Shanghai"),
        ("Yixing", "Jiangsu", "200000 Yixing Jiangsu"),
        ("上海市", "上海", "200000 上海市"),
        ("Shanghai", "", "200000 Shanghai"),
    ],
)
def test_a_city_that_is_its_own_region_is_named_once(city: str, region: str, line: str) -> None:
    home = {"recipient": "Alice", "street": " 1  Plum Lane", "postcode": "200000", "country": "CN"}
    told = address_lines(home | {"city": city, "region": region})
    assert told == ["Alice", "1 Plum Lane", line, "China"]


def test_a_chinese_address_goes_from_large_to_small() -> None:
    with translation.override("zh-hans"):
        told = address_lines({"city": "杭州", "region": "浙江省", "postcode": "310000"})
    assert told == ["浙江省 杭州 310000"]
