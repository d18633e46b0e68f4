"""The summary of what is wrong with a form names the fields, as their labels do, and leads to them.

The summary stands above the fields, so a page is finished before their names are known; they are put in afterwards.
"""

from __future__ import annotations

import re

from markupsafe import Markup

SUMMARY = re.compile(r'<ul class="form-errors-list">.*?</ul>', re.DOTALL)
LED = re.compile(r'<li><a href="#([^"]+)">(.*?)</a></li>', re.DOTALL)
NAMES = (
    r'<label class="field-label[^>]* for="{id}">(.*?)(?:<span class="field-optional">.*?)?</label>',
    r'<fieldset [^>]*id="{id}"[^>]*>\s*<legend[^>]*>(.*?)(?:<span class="field-optional">.*?)?</legend>',
    r'<input type="checkbox" [^>]*id="{id}"[^>]*><span>(.*?)</span>',
    r'id="{id}" data-name="([^"]*)"',
)


def name_fields(page: str, pattern: str = "{field}: {sentence}") -> str:
    """The page, with each error of its summaries said of a field, as `pattern` joins the two.

    A field that is not on the page is no link, and one that its sentence names already is not named twice.
    """
    if '<ul class="form-errors-list">' not in page:
        return page
    return Markup(SUMMARY.sub(lambda one: LED.sub(lambda led: _line(page, led, pattern), one[0]), page))


def _line(page: str, led: re.Match[str], pattern: str) -> str:
    place, text = led[1], led[2]
    if f'id="{place}"' not in page:
        return f"<li>{text}</li>"
    name = _name(page, place)
    if name and name.casefold() not in text.casefold():
        text = str(pattern).replace("{field}", f"<strong>{name}</strong>").replace("{sentence}", text)
    return f'<li><a href="#{place}">{text}</a></li>'


def _name(page: str, place: str) -> str:
    for pattern in NAMES:
        if found := re.search(pattern.replace("{id}", re.escape(place)), page, re.DOTALL):
            return re.sub(r"<[^>]*>", "", found[1]).strip()
    return ""
