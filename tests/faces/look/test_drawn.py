"""What a component drew is drawn again only for whoever would see anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from jinja2 import Environment, Undefined, meta, nodes
from markupsafe import Markup

from regulars.faces.look import drawn
from regulars.wiring.pages import COMPONENTS

# What a component may ask beside its arguments and its neighbours: words, and forms written from the arguments alone.
SAME_FOR_ALL = {
    "_", "gettext", "ngettext", "pgettext", "money", "nice_top", "short_number", "static", "language", "namespace",
}  # fmt: skip
IMPORT = '{% from "look/ui.html" import button, field, form_start, icon, price, steps with context %}'


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    drawn.forget()
    yield
    drawn.forget()


@pytest.fixture
def env() -> Environment:
    found: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return found


def page(text: str, **given: Any) -> str:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    made: str = engines["jinja2"].from_string(IMPORT + text).render(given, request)
    return made


def asked(env: Environment, template: str) -> dict[str, set[str]]:
    """Every name each macro of a template reads, its neighbours' included."""
    assert env.loader is not None
    tree = env.parse(env.loader.get_source(env, template)[0])
    macros = {one.name: one for one in tree.find_all(nodes.Macro)}
    own = {
        name: {one.name for one in macro.find_all(nodes.Name) if one.ctx == "load"}
        for name, macro in macros.items()
    }
    for _turn in macros:
        for name, names in own.items():
            own[name] = names | {deeper for one in names & macros.keys() for deeper in own[one]}
    return own


def test_what_is_drawn_once_asks_nothing_but_its_arguments(env: Environment) -> None:
    names = asked(env, COMPONENTS)
    known = set(env.globals) | {"csrf_input", "request", "viewer", "messages", "market", "basket_count"}
    assert {
        name: names[name] & known - SAME_FOR_ALL for name in drawn.ONCE if names[name] & known - SAME_FOR_ALL
    } == {}
    around = asked(env, "look/frame.html")
    assert {
        name: around[name] & known - SAME_FOR_ALL for name in around if around[name] & known - SAME_FOR_ALL
    } == {}


def test_the_components_ask_the_context_for_the_token_only(env: Environment) -> None:
    assert env.loader is not None
    tree = env.parse(env.loader.get_source(env, COMPONENTS)[0])
    set_here = {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
    assert meta.find_undeclared_variables(tree) - set_here == {"csrf_input"}


def test_the_same_is_drawn_once_and_anything_else_anew() -> None:
    first = page('{{ button("Take", kind="buy") }}')
    assert page('{{ button("Take", kind="buy") }}') == first
    assert len(drawn._drawn) == 1
    assert page('{{ button("Take", kind="quiet") }}') != first
    assert len(drawn._drawn) == 2


def test_each_language_has_its_own() -> None:
    steps = '{{ steps([{"key": "a", "label": "A"}], "a") }}{{ field("x", "X", optional=True) }}'
    english = page(steps)
    with translation.override("zh-hans"):
        chinese = page(steps)
    assert english != chinese
    assert page(steps) == english


def test_text_is_never_taken_for_html_nor_a_number_for_a_truth() -> None:
    assert "&lt;b&gt;" not in page("{{ button(label) }}", label=Markup("<b>"))
    assert "&lt;b&gt;" in page("{{ button(label) }}", label="<b>")
    assert 'value="1"' in page('{{ button("a", name="n", value=v) }}', v=1)
    assert 'value="True"' in page('{{ button("a", name="n", value=v) }}', v=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", Markup("a")), (1, True), (1, 1.0), (None, ""), ([1], (1,)), ([], ()), ({"a": 1}, {"a": True}),
        (("ab",), ("a", "b")), ({"a": "b"}, [("a", "b")]), (Undefined(), None), (0, False),
    ],
)  # fmt: skip
def test_what_may_look_different_is_told_apart(one: Any, other: Any) -> None:
    assert drawn.told(one) != drawn.told(other)
    assert drawn.told(one) == drawn.told(one)


def test_what_cannot_be_compared_is_drawn_anew() -> None:
    class Odd:
        code, label = "a", "A"

    assert "A" in page("{{ steps(many) }}", many=[{"key": Odd(), "label": "A"}])
    assert drawn._drawn == {}
    with pytest.raises(drawn.Unlike):
        drawn.told(["x"] * (drawn.MOST_PARTS + 1))


def test_what_somebody_typed_is_not_kept() -> None:
    assert "1 Kiln Road" in page('{{ field("street", "Street", value="1 Kiln Road") }}')
    assert "12.34" in page('{{ field("sum", "Sum", type="money", minor=1234) }}')
    assert drawn._drawn == {}


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "MOST", 3)
    for number in range(8):
        page("{{ price(n, 'CNY') }}", n=number)
    assert 0 < len(drawn._drawn) <= 3


def test_all_forms_of_a_page_carry_the_token_of_its_own_request() -> None:
    token = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
    two = '{{ form_start("/a") }}{{ form_start("/b") }}'
    mine, others = token.findall(page(two)), token.findall(page(two))
    assert len(mine) == len(others) == 2
    assert len(set(mine)) == len(set(others)) == 1
    assert set(mine) != set(others)
