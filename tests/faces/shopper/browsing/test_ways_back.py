"""On a wide screen, where no bar of tabs and no arrow stands, every page still says where it belongs."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.town import Town


@pytest.mark.parametrize(
    ("path", "up"),
    [("/me/coupons/", "/me/"), ("/me/stores/", "/me/"), ("/orders/", "/me/"), ("/me/addresses/", "/me/")],
)
def test_pages_without_a_trail_name_the_page_above(town: Town, alice: Client, path: str, up: str) -> None:
    html = alice.get(path).content.decode()
    assert f'<p class="shop-up"><a href="{up}">' in html


def test_a_page_with_a_trail_needs_no_other_way_up(town: Town, client: Client) -> None:
    html = client.get(f"/p/{town.cup.public_id}/").content.decode()
    assert "shop-up" not in html
    assert 'class="breadcrumb' in html


@pytest.mark.parametrize(
    "path", ["/", "/categories/", "/stores/", "/c/teapots/", "/s/purple-clay-house/", "/search/"]
)
def test_a_page_that_is_read_takes_no_form(town: Town, alice: Client, path: str) -> None:
    answer = alice.post(path, {"idempotency_key": "a-form-for-a-page"})
    assert answer.status_code == 405
    assert "Go back and use the links and buttons" in answer.content.decode()
