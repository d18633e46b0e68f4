"""The market's own words that mean the same, as the searcher meets them: read from the table, no index involved."""

from __future__ import annotations

from django.core.cache import cache
from django.db.models import Q, QuerySet

from regulars.discovery.search.models import Synonym
from regulars.discovery.search.queries import terms
from regulars.discovery.search.rules import Pair
from regulars.ground.kit.refusals import NotFound

CACHE = "search_synonyms"
SECONDS = 5


def synonyms(words: str = "") -> QuerySet[Synonym]:
    """Those in force, by word; with `words` those that hold them."""
    rows = Synonym.objects.filter(ended_at=None).order_by("one", "other", "pk")
    return rows.filter(Q(one__icontains=words) | Q(other__icontains=words)) if words else rows


def synonym(public_id: str) -> Synonym:
    """One in force. Raises NotFound."""
    row = Synonym.objects.filter(public_id=public_id, ended_at=None).first()
    if row is None:
        raise NotFound()
    return row


def pairs() -> list[Pair]:
    """All in force as terms, as the index keeps them; at most five seconds old."""
    found: list[Pair] | None = cache.get(CACHE)
    if found is None:
        found = [Pair(_terms(row.one), _terms(row.other), row.both_ways) for row in synonyms()]
        cache.set(CACHE, found, SECONDS)
    return found


def _terms(words: str) -> tuple[str, ...]:
    return tuple(terms.stems(terms.for_query(words)))
