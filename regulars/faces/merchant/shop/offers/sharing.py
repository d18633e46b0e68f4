"""Offers that share goods and time, said once for all that are alike instead of once on each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.speech import listed
from regulars.trade.offers.queries.calendar import Entry

NAMED = 3
Circle = frozenset[str]


def sharing(entries: Iterable[Entry], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Circles of offers, the largest first: `many` offers, `those` by name, and `others` that they meet besides.

    Alike are offers that meet the same ones (themselves counted). What `titles` does not know is left out.
    """
    alike: dict[Circle, list[str]] = {}
    for one in entries:
        if one.meets and one.ref in titles:
            alike.setdefault(frozenset((one.ref, *one.meets)), []).append(one.ref)
    return [
        {"many": len(refs), "those": _named(refs, titles), "others": _named(circle - set(refs), titles)}
        for circle, refs in sorted(alike.items(), key=lambda each: -len(each[1]))
    ]


def _named(refs: Iterable[str], titles: Mapping[str, str]) -> str:
    known = sorted(titles[ref] for ref in refs if ref in titles)
    more = len(known) - NAMED
    if more < 2:
        return listed(known)
    rest = ngettext("%(n)s more", "%(n)s more", more) % {"n": more}
    return _("%(names)s and %(rest)s") % {"names": listed(known[:NAMED]), "rest": rest}
