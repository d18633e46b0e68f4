"""Parts of a page that are each reader's own."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse

from regulars.faces.look import own


def test_a_part_that_cannot_be_drawn_leaves_the_page_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: HttpRequest, about: str) -> str:
        raise KeyError(about)

    monkeypatch.setitem(own.fillers, "broken", broken)
    monkeypatch.setitem(own.fillers, "greeting", lambda request, about: f"<p>{about}</p>")
    page = HttpResponse(f"<h1>Home</h1>{own.own('broken', 'home')}{own.own('greeting', 'hello')}")
    answer = own.filled(HttpRequest(), page)
    assert answer.content == b"<h1>Home</h1><p>hello</p>"
    assert (answer["Cache-Control"], answer["Vary"]) == ("private", "Cookie")
