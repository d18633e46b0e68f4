"""Saying which words mean the same."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from regulars.discovery.search.models import Synonym
from regulars.discovery.search.queries import terms
from regulars.discovery.search.queries.synonyms import CACHE, synonym, synonyms
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.ground.kit.sanitize import plain

RIGHT = "market.catalog"
LONGEST, MOST_TERMS, MOST = 60, 4, 2000


class NoWord(BadInput):
    """A synonym has two sides of one to four words."""

    code = "synonym-no-word"
    sentence = _("Write one to four words.")


class SameWord(BadInput):
    """Both sides are read as the same terms."""

    code = "synonym-same"
    sentence = _("Search reads both as the same word already.")


class SaidAlready(Refusal):
    """It is in force."""

    status = 409
    code = "synonym-said"
    sentence = _("These two are on the list already.")


class TooMany(Refusal):
    """Every search reads all of them."""

    status = 409
    code = "synonyms-too-many"
    sentence = _("There are 2,000 pairs already. Take out some that nobody needs.")


@action("search.add_synonym")
def add_synonym(*, by: Actor, one: str, other: str, both_ways: bool = True) -> Synonym:
    """Whoever searches for `one` also gets `other`, from the next search on.

    Raises NoWord, SameWord, SaidAlready, TooMany.
    """
    by.require(RIGHT)
    sides = {name: plain(text, limit=LONGEST) for name, text in (("one", one), ("other", other))}
    read = {name: terms.stems(terms.for_query(text)) for name, text in sides.items()}
    for name, found in read.items():
        if not 0 < len(found) <= MOST_TERMS:
            raise NoWord(param=name)
    if read["one"] == read["other"]:
        raise SameWord(param="other")
    if synonyms().count() >= MOST:
        raise TooMany(param="one")
    if synonyms().filter(**sides).exists():
        raise SaidAlready(param="one")
    made = Synonym.objects.create(**sides, both_ways=both_ways, made_by_id=by.person_id)
    cache.delete(CACHE)
    return made


@action("search.end_synonym")
def end_synonym(*, by: Actor, synonym_id: str) -> None:
    """The two no longer mean the same. Raises NotFound for a pair that is not in force."""
    by.require(RIGHT)
    row = synonym(synonym_id)
    row.ended_at, row.ended_by_id = clock.now(), by.person_id
    row.save(update_fields=["ended_at", "ended_by_id"])
    cache.delete(CACHE)
