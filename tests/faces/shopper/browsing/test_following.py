"""Following a store, leaving it, and what one's own pages show of it."""

from __future__ import annotations

from django.test import Client

from regulars.loyalty.customers.queries import follows
from tests.town import Town

STORE = "/s/purple-clay-house/"


def post(client: Client, path: str, key: str, **data: str) -> str:
    answer = client.post(path, {"idempotency_key": key, **data})
    assert answer.status_code == 303
    return answer["Location"]


def test_a_guest_logs_in_first_and_comes_back(town: Town, client: Client) -> None:
    to = post(client, STORE + "follow", "follow-guest")
    assert to == "/account/login/?next=%2Fs%2Fpurple-clay-house%2F"


def test_follow_and_leave(town: Town, alice: Client) -> None:
    assert post(alice, STORE + "follow", "follow-0001") == STORE
    assert follows(town.alice.pk, town.clay)
    page = alice.get(STORE).content.decode()
    assert "1 follower" in page
    assert STORE + "leave" in page
    assert post(alice, STORE + "leave", "leave-0001", next="/me/stores/") == "/me/stores/"
    assert not follows(town.alice.pk, town.clay)


def test_the_way_back_never_leaves_the_market(town: Town, alice: Client) -> None:
    for number, bad in enumerate(
        ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example")
    ):
        assert post(alice, STORE + "follow", f"follow-away-{number}", next=bad) == STORE


def test_followed_stores_bring_their_news(town: Town, alice: Client) -> None:
    assert "You follow no store yet" in alice.get("/me/stores/").content.decode()
    post(alice, STORE + "follow", "follow-0002")
    home = alice.get("/").content.decode()
    assert "Your stores" in home
    assert "Tasting cup" in home.split('data-source="home-news"')[1].split("</section>")[0]
    mine = alice.get("/me/stores/").content.decode()
    assert "Purple Clay House" in mine
    assert "Round-neck sweater" not in mine


def test_my_stores_are_for_those_logged_in(town: Town, client: Client) -> None:
    answer = client.get("/me/stores/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/me/stores/"


def test_a_follow_needs_its_key(town: Town, alice: Client) -> None:
    assert alice.post(STORE + "follow").status_code == 400
    assert not follows(town.alice.pk, town.clay)


def test_me_knows_who_looks(town: Town, client: Client, alice: Client) -> None:
    assert "Become a regular" in client.get("/me/").content.decode()
    page = alice.get("/me/").content.decode()
    for words in ("Alice", "alice@example.com", "To pay", "Log out"):
        assert words in page


def test_the_privacy_switch_sets_the_cookie_the_lake_obeys(town: Town, client: Client) -> None:
    assert post(client, "/me/privacy/", "privacy-off1") == "/me/privacy/"
    assert client.cookies["privacy"].value == "off"
    assert not client.cookies["privacy"]["httponly"]
    post(client, "/me/privacy/", "privacy-on-1", visits="on")
    assert client.cookies["privacy"].value == ""


def test_a_browser_that_asks_not_to_be_followed_is_told(town: Town, client: Client) -> None:
    assert "Global Privacy Control" in client.get("/me/privacy/", headers={"Sec-GPC": "1"}).content.decode()
