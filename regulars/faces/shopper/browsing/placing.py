"""The published rules by which goods are placed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from regulars.discovery.ranking.queries import announced, book_of, in_force, main_parameters, standing
from regulars.discovery.ranking.queries.words import in_words, page_word, part_word, percent
from regulars.faces.look.remembered import remembered
from regulars.faces.shopper.frame import public, show
from regulars.goods.catalog.queries import said


@public
@remembered
def how_we_rank(request: HttpRequest) -> HttpResponse:
    """The rulebook in force and the one announced, in words, with the main parameters and their weight."""
    held, coming = in_force(), announced()
    return show(
        request,
        "browsing/placing",
        "home",
        held=held,
        coming=coming,
        said=in_words(book_of(held)) if held else [],
        coming_said=in_words(book_of(coming)) if coming else [],
        parameters=[(part_word(name), percent(round(share, 2))) for name, share in main_parameters()],
        pins=[
            {
                "title": said(one.product.title, one.product.title_zh),
                "spot": page_word(one.spot),
                "place": one.place + 1,
                "until": one.until,
                "reason": one.reason,
            }
            for one in standing()
        ],
    )
