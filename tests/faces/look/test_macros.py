"""What components render: safe under the strict policy, loud about missing tokens, right about money."""

import re
from functools import cache
from typing import Any

import jinja2
import pytest
from markupsafe import Markup

from regulars.faces.look.build import SOURCES
from regulars.faces.look.guide import desk_sample, environment, sample

CSRF = Markup('<input name="csrfmiddlewaretoken" value="t">')
INNER = {  # what components and layouts use among themselves
    *(
        "button_classes",
        "chart_grid",
        "chart_numbers",
        "draw",
        "drawn_card",
        "field_described",
        "field_major",
    ),
    *(
        "field_notes",
        "form_bar",
        "language_switch",
        "log_out_item",
        "market_hall",
        "menu_item",
    ),
    *("table_cell", "table_sort", "wordmark"),
}
VIEWS = [("look/guide.html", {**sample(), "buying": True}), ("look/guide_desk.html", desk_sample())]


@cache
def pages() -> jinja2.Environment:
    """The environment of the pages, its templates compiled once."""
    return environment("/static")


def render(source: str, **context: Any) -> str:
    """Render a template that may use every macro as `ui.…`."""
    text = '{% import "look/ui.html" as ui with context %}' + source
    return pages().from_string(text).render({"csrf_input": CSRF, **context})


@pytest.mark.parametrize(("name", "context"), VIEWS, ids=["shop", "desk"])
def test_no_inline_styles_or_handlers(name: str, context: dict[str, Any]) -> None:
    page = pages().get_template(name).render(csrf_input=CSRF, **context)
    assert re.findall(r"<[^>]*\s(?:style|on[a-z]+)=", page) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    assert "<style" not in page


@pytest.mark.parametrize(("name", "context"), VIEWS, ids=["shop", "desk"])
def test_every_posting_form_has_token_and_key(name: str, context: dict[str, Any]) -> None:
    page = pages().get_template(name).render(csrf_input=CSRF, **context)
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert len(forms) > 3
    assert [
        form for form in forms if "csrfmiddlewaretoken" not in form or 'name="idempotency_key"' not in form
    ] == []


def test_ids_are_unique() -> None:
    for name, context in VIEWS:
        page = pages().get_template(name).render(csrf_input=CSRF, **context)
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert sorted(set(ids)) == sorted(ids)


def test_a_form_without_the_request_fails_loudly() -> None:
    env = environment("/static")
    with pytest.raises(jinja2.TemplateNotFound, match="with context"):
        env.from_string('{% from "look/ui.html" import form_start %}{{ form_start("/x") }}').render(
            csrf_input=CSRF
        )


def test_a_get_form_needs_no_token() -> None:
    assert "idempotency_key" not in render('{{ ui.form_start("/x", method="get") }}')


def test_a_given_key_is_kept() -> None:
    assert 'name="idempotency_key" value="mine"' in render('{{ ui.form_start("/x", key="mine") }}')


def test_text_from_people_is_escaped() -> None:
    evil = '"><script>alert(1)</script>'
    product = {
        "name": evil,
        "href": evil,
        "image": None,
        "minor": 1,
        "currency": "CNY",
        "tags": [evil],
        "store": {"name": evil, "href": evil},
    }
    page = render(
        "{{ ui.product_card(p) }}{{ ui.store_card(p) }}{{ ui.badge(e) }}"
        "{{ ui.field(e, e, value=e, help=e, error=e) }}{{ ui.timeline([{'title': e, 'note': e}]) }}"
        "{{ ui.data_table([{'key': 'name', 'label': e}], [p], e) }}"
        "{{ ui.bar_chart([{'label': e, 'value': 1}], e) }}",
        p=product,
        e=evil,
    )
    assert "<script" not in page


@pytest.mark.parametrize(
    ("minor", "decimals", "shown"),
    [(26800, 2, "268.00"), (5, 2, "0.05"), (-1999, 2, "-19.99"), (980, 0, "980"), (1005, 3, "1.005")],
)
def test_money_fields_show_major_units(minor: int, decimals: int, shown: str) -> None:
    page = render(
        '{{ ui.field("price", "Price", type="money", currency="CNY", minor=m, decimals=d) }}',
        m=minor,
        d=decimals,
    )
    assert f'value="{shown}"' in page


def test_a_list_price_is_struck_only_when_higher() -> None:
    assert "<s " in render('{{ ui.price(100, "CNY", 120) }}')
    assert "<s " not in render('{{ ui.price(100, "CNY", 100) }}')
    assert "<s " not in render('{{ ui.price(120, "CNY", 100) }}')


def test_an_input_points_to_its_help_and_error() -> None:
    page = render('{{ ui.field("phone", "Phone", help="With country code.", error="Enter a number.") }}')
    assert 'aria-describedby="f-phone-help f-phone-error" aria-invalid="true"' in page
    assert 'id="f-phone-help"' in page
    assert 'id="f-phone-error"' in page


def test_choices_keep_what_was_chosen() -> None:
    page = render(
        '{{ ui.field("size", "Size", type="checks", value=[1, "3"], options=o) }}',
        o=[(1, "S"), (2, "M"), (3, "L")],
    )
    assert [("checked" in one) for one in re.findall(r"<input[^>]*>", page)] == [True, False, True]
    assert "selected" in render('{{ ui.field("a", "A", type="select", value=2, options=[("2", "Two")]) }}')


def test_sorting_again_turns_the_order_round() -> None:
    table = (
        "{{ ui.data_table([{'key': 'name', 'label': 'Name', 'sort': True}], "
        "[{'id': 1, 'name': 'x'}], 'Names', sort=s, base='?q=a&') }}"
    )
    assert "?q=a&amp;sort=name" in render(table, s="-name")
    assert "?q=a&amp;sort=-name" in render(table, s="name")
    assert 'aria-sort="ascending"' in render(table, s="name")


def test_a_caller_draws_custom_cells() -> None:
    source = (
        "{% call(row, col) ui.data_table([{'key': 'name', 'label': 'Name', 'kind': 'custom'}], "
        "[{'id': 1, 'name': 'x'}], 'Names') %}<b>{{ row.name }}!</b>{% endcall %}"
    )
    assert "<b>x!</b>" in render(source)


def test_charts_carry_their_numbers() -> None:
    page = render("{{ ui.line_chart(['Mon', 'Tue'], [{'label': 'Buyers', 'values': [3, 4]}], 'People') }}")
    assert "<td>Mon</td><td>3</td>" in page
    assert render("{{ ui.bar_chart([], 'Nothing') }}")
    assert render("{{ ui.sparkline([5]) }}{{ ui.sparkline([0, 0]) }}")


def test_every_icon_draws() -> None:
    names = re.findall(
        r'^  "([\w-]+)":',
        (SOURCES / "components" / "icon" / "icon.html").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert len(names) > 50
    drawn = render("{% for n in names %}{{ ui.icon(n) }}|{% endfor %}", names=names).split("|")[:-1]
    assert [
        name for name, icon in zip(names, drawn, strict=True) if "<path" not in icon and "<circle" not in icon
    ] == []


@pytest.mark.parametrize(
    "name",
    [
        "look/plain.html",
        "look/error.html",
        "look/mail.html",
        "look/mail.txt",
        "look/shop.html",
        "look/desk.html",
    ],
)
def test_layouts_render_with_nothing_given(name: str) -> None:
    assert pages().get_template(name).render()


def test_a_refusal_says_what_to_do() -> None:
    page = (
        environment("/static")
        .get_template("look/error.html")
        .render(
            title="Not found",
            sentence="No such order.",
            what_to_do="Look among your orders.",
            request_id="req_1",
        )
    )
    for text in ("Not found", "No such order.", "Look among your orders.", "req_1"):
        assert text in page


def test_every_macro_is_described() -> None:
    told = (SOURCES.parents[4] / "docs" / "look.md").read_text(encoding="utf-8")
    files = (SOURCES / "components").glob("*/*.html")
    names = {
        name for path in files for name in re.findall(r"{%- macro (\w+)", path.read_text(encoding="utf-8"))
    }
    assert {name for name in names - INNER if f"`{name}(" not in told} == set()
