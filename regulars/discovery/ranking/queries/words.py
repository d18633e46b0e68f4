"""The rules of placing in sentences, for whoever reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from regulars.discovery.ranking.rules import Rulebook, Window

RULES = {
    "": gettext_lazy("Its score"),
    "pin": gettext_lazy("Put here by the market"),
    "floor": gettext_lazy("A place kept for small and new stores"),
    "window.store": gettext_lazy("Waited: enough of this store above"),
    "window.brand": gettext_lazy("Waited: enough of this brand above"),
    "window.leaf": gettext_lazy("Waited: enough of this category above"),
    "cap.store": gettext_lazy("Waited: this store has its share"),
    "variety": gettext_lazy("Equal score, least like those above"),
    "ahead": gettext_lazy("Waited, so that the rest can keep the rules"),
}
FACTORS = {
    "weight.store": gettext_lazy("Weight of the store"),
    "weight.brand": gettext_lazy("Weight of the brand"),
}
PARTS = {
    "words": gettext_lazy("How well it fits the words searched for"),
    "taste": gettext_lazy("What the person liked over a long time"),
    "moment": gettext_lazy("What the person looks at in this visit"),
    "relation": gettext_lazy("Whether the person knows the store"),
    "popularity": gettext_lazy("How often it is bought and looked at"),
    "together": gettext_lazy("How often it goes with the product on the page"),
    "alike": gettext_lazy("How like it is to the product on the page"),
    "freshness": gettext_lazy("How new it is"),
    "exploration": gettext_lazy("A chance to be tried out"),
    "lot": gettext_lazy("A lot, in an experiment"),
    "turn": gettext_lazy("Its turn, where two ways are mixed in an experiment"),
}
PAGES = {
    "": gettext_lazy("Everywhere else"),
    "home": gettext_lazy("The market's home page"),
    "category": gettext_lazy("Pages of categories"),
    "search": gettext_lazy("Search results"),
    "product": gettext_lazy("Beside a product"),
    "store": gettext_lazy("A store's own pages"),
}

SPOTS = {
    "for-you": gettext_lazy("for the person"),
    "goes-with": gettext_lazy("goes with it"),
    "also-viewed": gettext_lazy("others looked at"),
    "results": "",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A rule: what it is called and what it says."""

    title: str
    text: str


def rule_word(rule: str) -> str:
    """A rule that moved a good, in words."""
    return str(RULES.get(rule, rule))


def factor_word(factor: str) -> str:
    """A published factor, in words."""
    return str(FACTORS.get(factor, factor))


def part_word(part: str) -> str:
    """A part of the score, in words."""
    return str(PARTS.get(part, part))


def page_word(spot: str) -> str:
    """A spot or a page, in words; an unknown one as it is called."""
    page, _dot, name = spot.partition(".")
    if page not in PAGES:
        return spot
    rest = str(SPOTS.get(name, name))
    return f"{PAGES[page]} ({rest})" if rest else str(PAGES[page])


def percent(share: float) -> str:
    """A share between 0 and 1 as a percentage without needless digits."""
    return f"{share * 100:.4g} %"


def in_words(book: Rulebook) -> list[Said]:
    """The rulebook, rule by rule."""
    return [
        _score(),
        _weights(book),
        *(_window(page, window) for page, window in sorted(book.windows.items(), key=_order)),
        *_shares(book),
        Said(
            _("Equal scores"),
            _(
                "Goods within %(share)s of each other count as equal: the one least like those above comes first."
            )
            % {"share": percent(book.tie)},
        ),
        Said(
            _("Pins"),
            _(
                "The market may put a good at a place of its home page for at most 60 days, with a published reason."
            ),
        ),
        Said(
            _("Changes"),
            ngettext(
                "Every change is announced %(days)s day before it starts. Where it cannot wait, the reason is "
                "published.",
                "Every change is announced %(days)s days before it starts. Where it cannot wait, the reason is "
                "published.",
                book.notice_days,
            )
            % {"days": book.notice_days},
        ),
    ]


def _order(item: tuple[str, Window]) -> int:
    pages = list(PAGES)
    return pages.index(item[0]) if item[0] and item[0] in pages else len(pages)


def _score() -> Said:
    return Said(
        _("Score"),
        _(
            "The good with the highest score stands first. The score is a sum of parts (below), multiplied by the "
            "published weights. Nobody can pay for a higher score."
        ),
    )


def _weights(book: Rulebook) -> Said:
    if not book.stores and not book.brands:
        return Said(_("Weights"), _("Every store and every brand counts alike."))
    stores = ngettext("%(n)s store", "%(n)s stores", len(book.stores)) % {"n": len(book.stores)}
    brands = ngettext("%(n)s brand", "%(n)s brands", len(book.brands)) % {"n": len(book.brands)}
    return Said(
        _("Weights"),
        _("%(stores)s and %(brands)s have a weight between 0.8 and 1.25; all others count 1.")
        % {"stores": stores, "brands": brands},
    )


def _window(page: str, window: Window) -> Said:
    kinds = (
        (window.store, pgettext("at most so many", "of one store")),
        (window.brand, pgettext("at most so many", "of one brand")),
        (window.leaf, pgettext("at most so many", "of one category")),
    )
    words = pgettext("between the words of a list", ", ").join(
        f"{most} {kind}" for most, kind in kinds if most
    )
    if not words:
        return Said(page_word(page), _("Nothing is spread out here."))
    return Said(
        page_word(page),
        _("Among any %(width)s places one after the other, at most: %(limits)s.")
        % {"width": window.width, "limits": words},
    )


def _shares(book: Rulebook) -> Iterator[Said]:
    if book.floor:
        yield Said(
            _("Small and new stores"),
            _(
                "At least %(floor)s of the places are theirs, as long as they have goods that fit. A store is new for "
                "%(days)s days, and small while it makes less than %(share)s of the market's sales of 28 days."
            )
            % {"floor": percent(book.floor), "days": book.young_days, "share": percent(book.small_share)},
        )
    if book.cap < 1:
        yield Said(
            _("Large stores"),
            _("No store has more than %(cap)s of the places of a list.") % {"cap": percent(book.cap)},
        )
