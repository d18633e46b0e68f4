"""The kinds of blocks as docs/blocks.md lists them. `python -m tests.block_docs` writes the list anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.house import ROOT

FILE = ROOT / "docs" / "blocks.md"
START, END = "<!-- kinds -->\n", "<!-- end of kinds -->\n"
PAGES = ("market", "category", "store", "product", "venue", "word")


def listed() -> str:
    """Every kind with its fields, in English."""
    from django.utils import translation

    from regulars.discovery.storefront.queries.kinds import kinds

    with translation.override("en"):
        return "\n".join(line for block in _own(kinds()) for line in _kind(block))


def _own(found: Mapping[str, Any]) -> list[Any]:
    """The house's blocks with a template of their own, by name; the others are parts that a page draws itself."""
    house = ROOT / "regulars"
    return [
        found[name] for name in sorted(found) if found[name].template and house in found[name].home.parents
    ]


def _kind(block: Any) -> Iterator[str]:
    pages = [name for name in PAGES if name in block.pages]
    where = "every page" if len(pages) == len(PAGES) else "pages of: " + ", ".join(pages)
    yield f"### `{block.kind}`: {block.title}\n"
    yield f"{block.help} On {where}.\n"
    yield "| field | holds | what it is |"
    yield "|---|---|---|"
    yield from _fields(block.fields, "")
    yield ""


def _fields(fields: Sequence[Any], before: str) -> Iterator[str]:
    for one in fields:
        more = f" {one.help}" if one.help else ""
        yield f"| `{before}{one.name}` | {_holds(one)} | {one.label}.{more} |".replace("..", ".")
        yield from _fields(one.inside, f"{before}{one.name}.")


def _holds(one: Any) -> str:
    words = [one.kind]
    words += ["per language"] if one.spoken else []
    words += ["needed"] if one.required else []
    choices = [f"`{value or '-'}`" for value, _label in one.choices]
    words += ["one of " + " ".join(choices)] if choices else []
    if one.kind in {"number", "rows", "products", "line", "text"}:
        words.append(f"{one.least} to {one.most}" if one.least else f"up to {one.most}")
    return ", ".join(words)


def written() -> str:
    """The document with the list as it is now."""
    text = FILE.read_text()
    head, _start, rest = text.partition(START)
    return head + START + listed() + END + rest.partition(END)[2]


def main() -> None:
    """Write the list anew."""
    import django

    import tests.environment  # noqa: F401  (a data folder of its own)

    django.setup()
    FILE.write_text(written())


if __name__ == "__main__":
    main()
