"""Reads the examples of docs/offers/*.md: a basket, the offers, and what the page says that the basket costs.

An example is a comment `<!-- example {json} -->` followed by a list (the rules in words of its first offer), a table
headed "Goods | Store | Price | Pieces" and a table headed "What | Amount". The JSON holds "offers" (each with title,
kind, store or null, terms as they are stored, and what else limits it), and may hold "freight" by store in whole units,
"member_tier", "new" (stores), "codes", "at". Goods are called by their names everywhere, also in scopes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from regulars.trade.offers.queries.speaking import spoken
from regulars.trade.offers.rules import (
    Basket,
    Line,
    OfferTerms,
    Person,
    Receipt,
    Scope,
    Tier,
    keys_of_tiers,
    price,
    tier_key,
)
from regulars.trade.offers.rules.saying import Definition

PAGES = Path(__file__).resolve().parents[2] / "docs" / "offers"
AT = datetime(2026, 12, 12, 4, tzinfo=UTC)
EXAMPLE = re.compile(r"<!-- example\n(.*?)-->\n(.*?)(?=\n## |\Z)", re.DOTALL)
PROVED = re.compile(r"<!-- proved by (\S+) -->")
OWN = ("repeats", "most_repeats", "fixed_minor", "cap_minor", "store_bp", "only_new")


@dataclass(frozen=True)
class Example:
    """One example of a page."""

    page: str
    given: dict[str, Any]
    words: list[str]
    goods: list[list[str]]
    amounts: dict[str, int]


def pages() -> list[Path]:
    """Every page of a kind."""
    return sorted(path for path in PAGES.glob("*.md") if path.name != "README.md")


def proofs(path: Path) -> list[str]:
    """Tests elsewhere that prove what the page says."""
    return PROVED.findall(path.read_text(encoding="utf-8"))


def examples(path: Path) -> list[Example]:
    """The examples of a page, in order."""
    return [_example(path, *found) for found in EXAMPLE.findall(path.read_text(encoding="utf-8"))]


def _example(path: Path, given: str, rest: str) -> Example:
    tables = [_rows(part) for part in re.findall(r"(?:^\|.*\n?)+", rest, re.MULTILINE)]
    goods = next(rows for head, *rows in tables if head == ["Goods", "Store", "Price", "Pieces"])
    amounts = next(rows for head, *rows in tables if head == ["What", "Amount"])
    words = re.findall(r"^- (.*)$", rest.split("|")[0], re.MULTILINE)
    return Example(
        path.stem, json.loads(given), words, goods, {what: _minor(amount) for what, amount in amounts}
    )


def _rows(table: str) -> list[list[str]]:
    lines = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines()]
    return [line for line in lines if not set("".join(line)) <= set("-: ")]


def _minor(amount: str) -> int:
    return round(float(amount.replace(",", "")) * 100)


def priced(one: Example) -> Receipt:
    """The example's basket with its offers, by the engine that prices every basket."""
    given = one.given
    lines = tuple(
        Line(
            line_id=f"{at:02}", store_id=store, product_id=name, variant_id=name, unit_minor=_minor(unit),
            quantity=int(pieces), currency="CNY", category_ids=tuple(given.get("categories", {}).get(name, ())),
        )
        for at, (name, store, unit, pieces) in enumerate(one.goods)
    )  # fmt: skip
    terms = [_terms(offer) for offer in given["offers"]]
    held = {offer.offer_id: offer.offer_id for offer in terms if offer.needs_claim}
    stores = {line.store_id for line in lines}
    keys = keys_of_tiers({store: given.get("member_tier", 0) for store in stores})
    freight = {store: _minor(str(minor)) for store, minor in given.get("freight", {}).items()}
    person = Person(keys, frozenset(given.get("new", ())), held)
    basket = Basket("CNY", lines, freight, person, frozenset(given.get("codes", ())))
    return price(basket, terms, datetime.fromisoformat(given["at"]) if "at" in given else AT)


def _terms(offer: dict[str, Any]) -> OfferTerms:
    terms = offer["terms"]
    scope = terms.get("scope") or {}
    more: dict[str, Any] = {key: terms[key] for key in OWN if key in terms}
    if offer["kind"] == "cross-store":
        more |= {"pool": "market", "store_ids": frozenset(offer["stores"])}
    if terms.get("from_tier"):
        more["only_for"] = frozenset({tier_key(offer["store"], terms["from_tier"])})
    return OfferTerms(
        offer_id=offer["title"], kind=offer["kind"], title=offer["title"], currency="CNY", store_id=offer["store"],
        tiers=tuple(Tier(**tier) for tier in terms.get("tiers", ())), needs_claim=offer.get("claimable", False),
        code="CODE" if terms.get("needs_code") else None, not_with=frozenset(terms.get("not_with", ())),
        scope=Scope(
            scope.get("by", "all"), frozenset(scope.get("ids", ())), frozenset(scope.get("without_products", ()))
        ),
        **more,
    )  # fmt: skip


def words_of(one: Example) -> list[str]:
    """The rules of the example's first offer, as shoppers read them."""
    offer = one.given["offers"][0]
    return spoken(
        Definition(
            kind=offer["kind"], currency="CNY", terms=offer["terms"], of_market=offer["store"] is None,
            claimable=offer.get("claimable", False), exclusive=offer.get("exclusive", False),
            per_person=offer.get("per_person"), cap_count=offer.get("cap_count"), cap_minor=offer.get("cap_minor"),
            stores=tuple(offer.get("stores", ())),
        )
    )  # fmt: skip


def told(receipt: Receipt) -> dict[str, int]:
    """Every amount a page may name."""
    found = {"Goods": receipt.list_minor, "To pay": receipt.total_minor}
    found["Delivery"] = sum(store.freight_list_minor for store in receipt.stores)
    for step in receipt.steps:
        found[f"{step.title} comes off"] = found.get(f"{step.title} comes off", 0) + step.amount_minor
        for payer, minor in step.funding.items():
            named = "The market pays" if payer == "market" else f"{payer} pays"
            found[named] = found.get(named, 0) + minor
        if step.step not in ("freight",):
            for line, minor in step.split.items():
                name = next(one.product_id for one in receipt.basket.lines if one.line_id == line)
                found[f"{step.title} comes off {name}"] = minor
    return found
