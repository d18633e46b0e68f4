"""Foreign text becomes safe text, whatever it is."""

import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.kit import sanitize
from regulars.ground.kit.sanitize import TextTooDeep, TextTooLong, clean_html, plain
from tests import xss_vectors

ALLOWED = {"href", "title", "rel", "src", "alt", "colspan", "start"}


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def read(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.tags


def assert_harmless(html: str) -> None:
    for tag, attributes in read(html):
        assert tag in sanitize.TAGS
        assert set(attributes) <= ALLOWED
        href = (attributes.get("href") or "").strip().lower()
        assert ":" not in href.split("/")[0] or href.split(":")[0] in sanitize.SCHEMES
        assert (attributes.get("src") or "/media/").startswith("/media/")
        if "href" in attributes:
            assert attributes["rel"] == "nofollow noopener"


def test_there_are_enough_vectors() -> None:
    assert len(set(xss_vectors.ALL)) >= 150


@pytest.mark.parametrize("vector", xss_vectors.ALL)
def test_vector_is_harmless(vector: str) -> None:
    assert_harmless(clean_html(vector))


@pytest.mark.parametrize("vector", xss_vectors.ALL)
def test_vector_inside_rich_text_is_harmless(vector: str) -> None:
    assert_harmless(
        clean_html(f"<p>Dear <b>friend {vector} </b> and <a href='https://ok.example'>more</a></p>")
    )


@pytest.mark.parametrize("vector", xss_vectors.ALL)
def test_cleaning_again_changes_nothing(vector: str) -> None:
    once = clean_html(vector)
    assert clean_html(once) == once


@given(
    st.lists(
        st.sampled_from([*xss_vectors.ALL, "<b>", "</b>", "<td>", "<!--", "-->", "'", '"', ">", "<"]),
        max_size=6,
    )
)
def test_vectors_together_are_harmless(parts: list[str]) -> None:
    assert_harmless(clean_html("".join(parts)))


@given(st.text(alphabet="<>/ab=\"'! -", max_size=80))
def test_no_soup_of_signs_brings_anything_but_allowed_tags(text: str) -> None:
    assert_harmless(clean_html(text))


def test_rich_text_is_kept() -> None:
    text = "<h2>清明茶</h2><p>Picked <em>by hand</em>, 5 &lt; 6.</p><ul><li>one</li><li>two</li></ul>"
    assert clean_html(text) == text


def test_own_pictures_stay_and_remote_ones_lose_their_source() -> None:
    assert (
        clean_html('<img src="/media/pic_a-640.webp" alt="x">') == '<img src="/media/pic_a-640.webp" alt="x">'
    )
    assert clean_html('<img src="https://evil.example/a.webp">') == "<img>"


def test_plain_signs_survive_as_text() -> None:
    assert clean_html("1 < 2 & 3 > 2") == "1 &lt; 2 &amp; 3 &gt; 2"


def test_what_is_left_open_is_closed() -> None:
    assert clean_html("<b>a<i>b</b>c") == "<b>a<i>b</i></b>c"
    assert clean_html("<table><tr><td>a<td>b<tr><td>c") == (
        "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>"
    )


def test_more_than_64_kilobytes_is_refused_before_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sanitize, "nh3", None)
    for text in ("x" * 65_537, "茶" * 30_000, "<b>" * 400_000):
        with pytest.raises(TextTooLong):
            clean_html(text)


@pytest.mark.parametrize(
    "piece",
    [
        "<b>",
        "<blockquote>",
        "<b><table><tr><td></b></td></tr></table>",
        "<b><!--</b>-->",
        '<b title=">">',
        "<table>",
        "<ul><li>",
    ],
)
def test_nesting_over_100_is_refused_before_parsing(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr("regulars.ground.kit.sanitize.nh3.clean", lambda text, **_: seen.append(text))
    try:
        clean_html(piece * 1500)
    except TextTooDeep:
        assert not seen
    else:
        assert max_depth(seen[0]) <= sanitize.MAX_DEPTH


def max_depth(html: str) -> int:
    depth = deepest = 0
    for part in html.split("<")[1:]:
        if part.startswith("/"):
            depth -= 1
        elif not part.startswith(("br", "hr", "img")):
            depth += 1
            deepest = max(deepest, depth)
    return deepest


@pytest.mark.parametrize(
    "piece", ["<", "<b></b>", "<!--", "<script>", "<a a", "</b>", "<a href='", "<p>", "&lt;"]
)
def test_work_grows_in_step_with_the_text(piece: str) -> None:
    short, long = (calls(piece * (size // len(piece))) for size in (8_000, 64_000))
    assert long <= 10 * short + 1000


def calls(text: str) -> int:
    """How many Python calls cleaning takes: a count, not a time."""
    count = 0

    def on_event(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(on_event)
    try:
        clean_html(text)
    finally:
        sys.setprofile(None)
    return count


def test_one_line_names_lose_controls_and_direction_tricks() -> None:
    assert plain("  Purple\x00 Clay\u202e \n House\ufeff\t") == "Purple Clay House"
    assert (
        plain("紫砂小店 \U0001f468\u200d\U0001f469\u200d\U0001f467")
        == "紫砂小店 \U0001f468\u200d\U0001f469\u200d\U0001f467"
    )


def test_one_line_names_are_cut_to_length() -> None:
    assert plain("x" * 500, limit=20) == "x" * 20


@given(st.text(max_size=300))
def test_plain_text_has_no_controls_and_is_stable(text: str) -> None:
    cleaned = plain(text, limit=60)
    assert len(cleaned) <= 60
    assert not any(ord(char) < 32 or char in "\u202a\u202e\u2066\u2069\u200e\u200f" for char in cleaned)
    assert plain(cleaned, limit=60) == cleaned
