"""Forms of the builder sent by somebody who means harm, and texts that would like to be more than text."""

from __future__ import annotations

import pytest
from django.urls import reverse

from regulars.loyalty.segments.queries import segments_of
from tests.discovery.storefront.conftest import _speaking  # noqa: F401
from tests.stories.test_merchant_pages import added, browser, desk, draft, home, press
from tests.town import Town

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
MARK = "<!--own:for-you:home-->"


def published(town: Town, kind: str, **typed: str) -> str:
    """Mei adds a block, writes into it and publishes; her home as a stranger sees it."""
    mei = browser(town.mei)
    block = added(town, mei, kind)
    fields = {f"s.{name.replace('__', '.')}": value for name, value in typed.items()}
    press(mei, desk(town, "desk_page_block", "store", block), version=str(draft(town).version), **fields)
    press(mei, desk(town, "desk_page_publish", "store"), version=str(draft(town).version))
    return home(browser(town.alice), town)


@pytest.mark.parametrize(
    "typed",
    [
        {"s.rows.n": "9" * 5000},
        {"s.rows.n": "٣"},
        {"do": "row-add"},
        {"do": "row-up.rows." + "9" * 5000},
        {"do": "row-drop.rows.-1"},
        {"do": "find." + "x" * 4000},
        {"do": "find.x\r\nSet-Cookie: a=b"},
        {"do": "row-add.x\r\nSet-Cookie: a=b"},
        {"since": "0001-01-01T00:00", "until": "9999-12-31T23:59"},
        {"see": "at=0001-01-01T00:00"},
        {"see": "as=stranger\r\nSet-Cookie: a=b"},
        {"variant": "var_of_nobody\r\n"},
        {"version": "--1"},
    ],
    ids=str,
)
def test_nonsense_in_a_form_is_refused_or_ignored(town: Town, typed: dict[str, str]) -> None:
    mei = browser(town.mei)
    block = added(town, mei, "test-shout")
    path = desk(town, "desk_page_block", "store", block)
    sent = {
        "s.title.en": "T",
        "version": str(draft(town).version),
        "idempotency_key": "key_12345678901234567890",
    }
    answer = mei.post(path, sent | typed, follow=True)
    assert answer.status_code in (200, 409, 422)
    assert "Set-Cookie: a=b" not in str(answer.headers)
    assert mei.get(desk(town, "desk_page", "store"), typed).status_code == 200


def test_a_number_that_is_none_comes_back_as_typed(town: Town) -> None:
    mei = browser(town.mei)
    block = added(town, mei, "grid")
    path = desk(town, "desk_page_block", "store", block)
    page = press(mei, path, 422, version=str(draft(town).version), **{"s.size": "--5"})
    assert 'value="--5"' in page


def test_words_stay_words(town: Town) -> None:
    answer = f"{SCRIPT} [go](javascript:alert(1)) [away](//evil.example) {MARK}"
    page = published(
        town,
        "faq",
        entries__n="1",
        entries__0__question__en=f"Why {SCRIPT}{MARK}?",
        entries__0__answer__en=answer,
    )
    assert "Why" in page
    for harm in ("<script>alert", "<img src=x", 'href="javascript:', 'href="//evil', MARK):
        assert harm not in page


@pytest.mark.parametrize(
    "link",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"],
)
def test_a_button_stays_in_the_market(town: Town, link: str) -> None:
    mei = browser(town.mei)
    block = added(town, mei, "hero")
    path = desk(town, "desk_page_block", "store", block)
    fields = {
        "s.title.en": "Spring",
        "s.label.en": "Go",
        "s.link": link,
        "idempotency_key": "key_12345678901234567890",
    }
    mei.post(path, fields | {"version": str(draft(town).version)})
    kept = bool(draft(town).blocks[1]["settings"]["title"]["en"])
    publish = desk(town, "desk_page_publish", "store")
    press(mei, publish, 200 if kept else 422, version=str(draft(town).version))
    assert "evil.example" not in home(browser(town.alice), town)


def test_what_is_anothers_is_not_shown_on_ones_own_page(town: Town) -> None:
    page = published(town, "grid", rule="picks", products=town.sweater.public_id)
    assert town.sweater.title not in page
    mei = browser(town.mei)
    for key in (
        f"product.{town.sweater.public_id}",
        "market",
        "category",
        "product.pro_00000000000000000000",
    ):
        assert mei.get(desk(town, "desk_page", key)).status_code == 404
        assert press(mei, desk(town, "desk_page_do", key), 404, do="add", kind="grid", version="0")
    foreign = reverse("desk_page", args=[town.cashmere.public_id, "store"])
    assert mei.get(foreign).status_code in (403, 404)


def test_a_group_of_another_store_names_nobody(town: Town) -> None:
    mei, ravis = browser(town.mei), segments_of(town.cashmere).first()
    block = added(town, mei, "test-shout")
    of = ravis.public_id if ravis else "seg_00000000000000000000"
    path = desk(town, "desk_page_do", "store")
    page = press(
        mei, path, do="vary", block=block, version=str(draft(town).version), **{"for": f"segment:{of}"}
    )
    assert "A group that is gone" in page
    if ravis:
        assert ravis.name not in page
