"""The brand wall: brands in the order in which they are seen, and why."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse

from regulars.discovery.ranking.queries import current, traits, yesterday
from regulars.discovery.ranking.queries.words import percent, rule_word
from regulars.faces.operator.frame import here, show
from regulars.faces.operator.placing.trial import brand_names

MOST = 60


def brands(request: HttpRequest) -> HttpResponse:
    """Brands by their share of the last day's places, with weight, mean score and the rules that touched them."""
    actor, book = here(request), current()
    made = yesterday()
    known = traits(made)
    places: Counter[int] = Counter()
    base: Counter[int] = Counter()
    rules: dict[int, Counter[str]] = {}
    for one in (option for decision in made for option in decision.shown):
        mark = known[one.product].brand if one.product in known else None
        if mark is not None:
            places[mark] += 1
            base[mark] += round(1000 * (one.base or sum(one.parts.values())))
            rules.setdefault(mark, Counter())[one.moved_by] += 1
    names, total = brand_names(places), sum(len(one.shown) for one in made) or 1
    rows = [
        {
            "id": str(number),
            "number": number,
            "brand": names.get(key, "–"),
            "share": percent(round(many / total, 4)),
            "places": many,
            "weight": f"× {book.brands.get(key, 1.0):g}",
            "base": f"{base[key] / many / 1000:.3f}",
            "why": "; ".join(f"{rule_word(rule)} ({times})" for rule, times in rules[key].most_common(3)),
        }
        for number, (key, many) in enumerate(places.most_common(MOST), 1)
    ]
    return show(request, "placing/wall", actor, "console_placing", rows=rows, decisions=len(made))
