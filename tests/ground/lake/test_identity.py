"""Only the server says who somebody is, and nobody is followed who does not want to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.lake.identity import NOBODY, family, refuses, sign, signed_cookie

SECRET, OLDER = b"current secret", b"older secret"
identify = signed_cookie([SECRET, OLDER])


def _who(cookie: str) -> tuple[str | None, str | None]:
    return identify({"headers": [(b"accept", b"*/*"), (b"cookie", cookie.encode("latin-1"))]})


def test_a_signed_cookie_tells_visitor_and_person() -> None:
    assert _who(f"a=b; rv={sign('vis_1', 'per_alice', SECRET)}; c=d") == ("per_alice", "vis_1")
    assert _who(f"rv={sign('vis_1', None, SECRET)}") == (None, "vis_1")


def test_a_cookie_signed_before_the_secret_changed_still_counts() -> None:
    assert _who(f"rv={sign('vis_1', 'per_alice', OLDER)}") == ("per_alice", "vis_1")


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "rv=",
        "rv=vis_1",
        "rv=vis_1.per_bob.",
        "rv=..",
        f"rv={sign('vis_1', 'per_alice', b'not ours')}",
        f"rv={sign('vis_1', 'per_alice', SECRET)[:-1]}",
        f"rv={sign('vis_1', 'per_alice', SECRET).replace('alice', 'bobby')}",
        f"rv={sign('vis_1', None, SECRET).replace('vis_1.', 'vis_1.per_bob')}",
        f"xrv={sign('vis_1', 'per_alice', SECRET)}",
    ],
)
def test_any_other_cookie_is_nobody(cookie: str) -> None:
    assert _who(cookie) == NOBODY


def test_a_request_without_cookies_is_nobody() -> None:
    assert identify({"headers": []}) == NOBODY


@given(st.text(st.characters(max_codepoint=255), max_size=80))
def test_no_made_up_cookie_is_anybody(noise: str) -> None:
    assert _who(f"rv={noise}") == NOBODY


@pytest.mark.parametrize("part", ["", "a.b", "a b", "x" * 65, "ä"])
def test_ids_that_would_blur_the_signature_are_refused(part: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        sign(part, None, SECRET)


@pytest.mark.parametrize(
    ("cookie", "gpc", "expected"),
    [
        (b"", b"", False),
        (b"", b"1", True),
        (b"", b"0", False),
        (b"privacy=off", b"", True),
        (b"rv=x; privacy=off; a=b", b"", True),
        (b"rv=x;privacy=off", b"", True),
        (b"privacy=on", b"", False),
        (b"xprivacy=off", b"", False),
        (b"privacy=offer", b"", False),
    ],
)
def test_the_wish_not_to_be_followed_is_heard(cookie: bytes, gpc: bytes, expected: bool) -> None:
    assert refuses(cookie, gpc) is expected


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (b"", "other"),
        (b"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36", "chrome"),
        (b"Mozilla/5.0 (iPhone) AppleWebKit/605.1 Version/19.0 Mobile Safari/604.1", "safari"),
        (b"Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox"),
        (b"Mozilla/5.0 Chrome/156.0 Safari/537.36 Edg/156.0", "edge"),
        (b"Mozilla/5.0 (Linux; Android) Chrome/120 MicroMessenger/8.0", "wechat"),
        (b"Mozilla/5.0 (compatible; Examplebot/2.1; +http://example.org/bot.html)", "bot"),
    ],
)
def test_only_the_family_of_an_agent_is_told(agent: bytes, expected: str) -> None:
    assert family(agent) == expected
