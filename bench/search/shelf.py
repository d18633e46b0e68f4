"""Labelled shelves: products, queries, and how well each product answers each query (0 to 3).

A shelf from disk is a folder with three tables, each as CSV, JSON Lines or Parquet (docs/searching.md):

- `products`: `id`, `title`, and if there are `title_zh`, `brand`, `category` ("Phones > Cases"), `words`, `price`, `sold`
- `queries`: `id`, `text`, and if there is `group` (a name by which figures are told apart)
- `labels`: `query`, `product`, `grade` (1 to 3; what is missing is 0)

or one Parquet file in the shape of Best Buy's demo catalogue (`name`, `brand`, `categories` as a list, `price`,
`popularity`), for which sixty-odd queries with a rule each are written down in `wishes.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from bench.search.wishes import BEST_BUY, Wanted


@dataclass(frozen=True, slots=True)
class Thing:
    """A product."""

    id: str
    titles: tuple[str, str]
    others: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    brand: str = ""
    price: int = 0
    sold: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the grades of the products that answer it, by id."""

    text: str
    grades: dict[str, int]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Products and queries."""

    name: str
    things: list[Thing]
    questions: list[Question] = field(default_factory=list)


def shelf(at: Path | None) -> Shelf:
    """The shelf of a file or a folder; without one, made-up goods in two languages."""
    if at is None:
        return own()
    if not at.is_dir():
        return best_buy(at)
    files = list(at.glob("*.parquet"))
    alone = len(files) == 1 and {"name", "brand", "categories"} <= _columns(files[0])
    return best_buy(files[0]) if alone else labelled(at)


def _columns(file: Path) -> set[str]:
    import pyarrow.parquet as parquet

    return set(parquet.read_schema(file).names)


def best_buy(file: Path) -> Shelf:
    """Best Buy's demo catalogue with queries graded by rule."""
    import pyarrow.parquet as parquet

    rows = parquet.read_table(
        file, columns=["name", "brand", "categories", "price", "popularity"]
    ).to_pylist()
    things = [
        Thing(
            str(at), (row["name"] or "", ""), (row["brand"] or "", *(row["categories"] or ())),
            tuple(row["categories"] or ()), row["brand"] or "", round((row["price"] or 0) * 100), row["popularity"] or 0,
        )
        for at, row in enumerate(rows)
    ]  # fmt: skip
    return Shelf(file.stem, things, [asked(one, things) for one in BEST_BUY])


def asked(wanted: Wanted, things: Iterable[Thing]) -> Question:
    """The query with its grades."""
    grades = {
        thing.id: grade
        for thing in things
        if (grade := wanted.grade(thing.path, thing.brand, thing.titles[0]))
    }
    return Question(wanted.text, grades, wanted.group)


def labelled(folder: Path) -> Shelf:
    """A folder of three tables."""
    tables = {name: list(_rows(folder, name)) for name in ("products", "queries", "labels")}
    grades: dict[str, dict[str, int]] = {}
    for row in tables["labels"]:
        grades.setdefault(str(row["query"]), {})[str(row["product"])] = int(row["grade"])
    things = [_thing(row) for row in tables["products"]]
    questions = [
        Question(str(row["text"]), grades.get(str(row["id"]), {}), str(row.get("group") or ""))
        for row in tables["queries"]
    ]
    return Shelf(folder.name, things, questions)


def _thing(row: dict[str, Any]) -> Thing:
    path = tuple(part.strip() for part in str(row.get("category") or "").split(">") if part.strip())
    brand = str(row.get("brand") or "")
    return Thing(
        str(row["id"]), (str(row["title"]), str(row.get("title_zh") or "")), (brand, *path, str(row.get("words") or "")),
        path, brand, round(float(row.get("price") or 0) * 100), int(row.get("sold") or 0),
    )  # fmt: skip


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    import duckdb

    for ending in ("parquet", "csv", "jsonl"):
        file = folder / f"{name}.{ending}"
        if file.exists():
            found = duckdb.sql(f"SELECT * FROM '{str(file).replace(chr(39), chr(39) * 2)}'")
            for row in found.fetchall():
                yield dict(zip(found.columns, row, strict=True))
            return
    raise SystemExit(f"{folder} holds no table of {name} (csv, jsonl or parquet).")


NOUNS = (
    ("teapot", "茶壶", "tea"), ("tasting cup", "品茗杯", "tea"), ("tea tray", "茶盘", "tea"), ("sweater", "毛衣", "wear"),
    ("scarf", "围巾", "wear"), ("gloves", "手套", "wear"), ("bowl", "饭碗", "table"), ("chopsticks", "筷子", "table"),
)  # fmt: skip
STUFFS = (("purple clay", "紫砂"), ("cashmere", "羊绒"), ("bamboo", "竹编"), ("celadon", "青瓷"))
LOOKS = (
    ("plain", "素面"),
    ("plum blossom", "梅花"),
    ("dragon", "龙纹"),
    ("lotus", "莲花"),
    ("travel", "旅行"),
)


def own() -> Shelf:
    """Made-up goods: every noun in every stuff and look, named in both languages; grades by the words asked for."""
    things = [
        Thing(
            f"{at}", (f"{look[0]} {stuff[0]} {noun[0]}".capitalize(), f"{look[1]}{stuff[1]}{noun[1]}"),
            (noun[2],), (noun[2],),
        )
        for at, (noun, stuff, look) in enumerate(product(NOUNS, STUFFS, LOOKS))
    ]  # fmt: skip
    return Shelf("made up", things, [*_own_questions(things)])


def _own_questions(things: list[Thing]) -> Iterator[Question]:
    from regulars.discovery.search.queries.sounds import syllables_of

    for noun, stuff in product(NOUNS, STUFFS):
        syllables = [syllables_of(stuff[1]), syllables_of(noun[1])]
        texts = {
            "English": f"{stuff[0]} {noun[0]}",
            "Chinese": f"{stuff[1]}{noun[1]}",
            "pinyin": " ".join("".join(part) for part in syllables),
            "typing error": f"{stuff[0]} {noun[0][:-3]}{noun[0][-2]}{noun[0][-3]}{noun[0][-1]}",
        }
        fitting = [thing for thing in things if stuff[1] in thing.titles[1] and noun[1] in thing.titles[1]]
        for group, text in texts.items():
            yield Question(text, {thing.id: 3 for thing in fitting}, group)
