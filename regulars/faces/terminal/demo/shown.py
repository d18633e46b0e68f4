"""The last days as the market's own engine would have filled them: lists for those who came, and what they chose of them.

People of the town looked at what they looked at before any list was made. So a list gets a click where the next thing
somebody opened stood in it, and in sight: a good engine is clicked more often here too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from regulars.discovery.decisions.actions import flush
from regulars.discovery.recommend.actions import train
from regulars.discovery.recommend.queries import Chosen, Looker, choose
from regulars.discovery.recommend.queries.lookers import look
from regulars.discovery.search.queries import Found, search
from regulars.faces.terminal.demo import events as ev
from regulars.faces.terminal.demo.content import read, split
from regulars.faces.terminal.demo.opening import Market
from regulars.faces.terminal.demo.shelves import stable
from regulars.goods.catalog.queries import below_key
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM

# What followed a list is known a week later: then it can be evaluated. So the first days and the last one are told
# whole; of those between, the lists of some readers.
DAYS, WHOLE, LAST = timedelta(days=9), timedelta(hours=42), timedelta(hours=25)
SOME = 10
SIZES = {"home": 24, "category": 12}
FIRST_PAGE, POOL = 24, 48
IN_SIGHT = (4, 6, 9, 14, 24)
LASTS = timedelta(hours=1)
LINGERED, MOST_TOUCHED = 10, 20
ALSO_LOOKS, OTHER_WAYS = 9, 5
Row = dict[str, Any]


@dataclass(slots=True)
class Listed:
    """A list in front of somebody: where each product (public id) in sight stands, and the decision that made it."""

    at: datetime
    source: str
    refs: dict[str, int]
    decision: str = ""

    def props(self) -> str:
        return orjson.dumps({"decision": self.decision} if self.decision else {}).decode()


@dataclass(slots=True)
class Touched:
    """What somebody touched lately: product keys, newest first, with moments, and those with which they stayed."""

    looks: list[tuple[int, datetime]] = field(default_factory=list)
    stayed: set[int] = field(default_factory=set)
    sought: list[tuple[int, datetime]] = field(default_factory=list)


class Lists:
    """Puts lists before people as the days go by, and tells what browsers would have reported of them."""

    def __init__(self, market: Market, now: datetime) -> None:
        self._market, self.since = market, now - DAYS
        self._last = now - LAST
        self._keys = {row.pk: row.public_id for row in market.products.values()}
        self._open: dict[str, list[Listed]] = defaultdict(list)
        self._touched: dict[str, Touched] = defaultdict(Touched)
        self._known: dict[str, Looker] = {}
        self._found: dict[tuple[str, int], Found] = {}
        self._also = [split(pair) for pair in read("searches")["also"]]

    def learn(self) -> None:
        """Learn a first model from all that was before the days in which lists are made."""
        with clock.at(self.since):
            train(by=SYSTEM, swift=True, named="the demo")

    def around(self, event: ev.Visit, row: Row) -> list[Row]:
        """What the browser reports with this page: the page itself, and what comes before and after."""
        if event.page == "search":
            return self._searched(event, row)
        if event.page == "product":
            return self._opened(event, row)
        if event.page in SIZES and event.person and self._lists(event):
            return [row, *self._listed(event, row, self._chosen(event))]
        return [row]

    def _lists(self, event: ev.Visit) -> bool:
        """Whether a list of this page is told."""
        if event.at >= self._last or event.at < self.since:
            return event.at >= self._last
        some = event.at < self.since + WHOLE or stable(event.visitor) % SOME == 0
        return some and event.page == "home"

    def _searched(self, event: ev.Visit, row: Row) -> list[Row]:
        listed = self._lists(event)
        found = self._hits(event.query, POOL if listed else FIRST_PAGE)
        rows = [*self._also_searched(event, row), row | {"props": _asked(event.query, found)}]
        if not listed or not found.product_ids:
            refs = {
                self._keys[key]: place for place, key in enumerate(found.product_ids) if key in self._keys
            }
            self._open[event.session].append(Listed(event.at, "search", refs))
            return rows
        with clock.at(event.at):
            chosen = choose(
                replace(self._looker(event), entry=f"search:{event.query}"[:80]), spot="search.results",
                size=len(found.product_ids), among=found.product_ids, prior=found.scores,
            )  # fmt: skip
        touched = self._touched[event.visitor]
        touched.sought[:0] = [(key, event.at) for key in found.product_ids[:3]]
        return [*rows, *self._listed(event, row, chosen, "search")]

    def _also_searched(self, event: ev.Visit, row: Row) -> list[Row]:
        """Some tried other words first."""
        if stable(f"also:{event.session}") % ALSO_LOOKS:
            return []
        other = self._also[stable(event.session) % len(self._also)]
        words = other.en if event.query.isascii() else other.zh
        asked = _asked(words, self._hits(words))
        return [row | {"at": event.at - timedelta(seconds=9), "ref": words, "props": asked}]

    def _hits(self, words: str, limit: int = FIRST_PAGE) -> Found:
        """What is found for words."""
        if (words, limit) not in self._found:
            self._found[words, limit] = search(words, limit=limit)
        return self._found[words, limit]

    def _chosen(self, event: ev.Visit) -> Chosen:
        narrowed: dict[str, Any] = {}
        if event.page == "category":
            narrowed["categories"] = below_key(self._market.categories[event.target].pk)
        with clock.at(event.at):
            return choose(
                self._looker(event), spot=f"{event.page}.for-you", size=SIZES[event.page], **narrowed
            )

    def _looker(self, event: ev.Visit) -> Looker:
        """Who looks, with what they touched in the days before."""
        key = event.person or event.visitor
        if key not in self._known:
            person = self._market.people.get(event.person or "")
            self._known[key] = look(person=person, visitor=f"vis_{event.visitor}"[:64].replace("/", "-"))
        touched, now = self._touched[event.visitor], event.at
        looks, sought = touched.looks[:MOST_TOUCHED], touched.sought[:3]
        return replace(
            self._known[key],
            session=event.session.replace("/", "-")[:64],
            entry=event.source,
            recent=tuple(one for one, _at in looks),
            ages=tuple((now - at).total_seconds() for _one, at in looks),
            stayed=frozenset(touched.stayed),
            sought=tuple((one, (now - at).total_seconds()) for one, at in sought),
        )

    def _listed(self, event: ev.Visit, row: Row, chosen: Chosen, source: str = "") -> list[Row]:
        """A list came into sight as far as somebody scrolled."""
        deep = IN_SIGHT[stable(f"deep:{event.session}{event.at}") % len(IN_SIGHT)]
        cards = chosen.cards[:deep]
        listed = Listed(
            event.at, source or chosen.spot, {card.public_id: at for at, card in enumerate(cards)}, chosen.id
        )
        self._open[event.session].append(listed)
        seen = {"name": "impression", "source": listed.source, "props": listed.props()}
        return [
            row | seen | {
                "at": event.at + timedelta(milliseconds=400 * (place + 1)),
                "ref": card.public_id, "store": card.store_public_id,
            }
            for place, card in enumerate(cards)
        ]  # fmt: skip

    def _opened(self, event: ev.Visit, row: Row) -> list[Row]:
        """A product's page: reached by a click on the latest list in which it stood; some came another way."""
        product = self._market.products[event.target]
        touched = self._touched[event.visitor]
        touched.looks[:] = [(product.pk, event.at), *(one for one in touched.looks if one[0] != product.pk)]
        del touched.looks[MOST_TOUCHED:]
        if event.seconds >= LINGERED:
            touched.stayed.add(product.pk)
        lists = self._open.get(event.session, ())
        listed = next(
            (one for one in reversed(lists) if product.public_id in one.refs and event.at - one.at <= LASTS),
            None,
        )
        if listed is None or stable(f"{event.session}{event.target}") % OTHER_WAYS == 0:
            return [row]
        click = {"name": "click", "source": listed.source, "props": listed.props()}
        return [row | click | {"at": event.at - timedelta(seconds=1)}, row]


def written() -> None:
    """Bring the decisions of these days into the log."""
    flush()


def _asked(words: str, found: Found) -> str:
    return orjson.dumps({"q": words[:200], "hits": found.total}).decode()
