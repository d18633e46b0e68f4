"""Joins the styles, scripts and macros of all components into the few files a page loads.

`python -m regulars.faces.look.build` writes `static/look/dist/` and `jinja2/look/ui.html`; the same
sources always give the same bytes. With `--check` nothing is written and the exit code tells whether
they are up to date.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = HERE / "jinja2" / "look"
DIST = HERE / "static" / "look" / "dist"

# What only the workbench shows is left out of the shop's style sheet, which travels over mobile networks.
DESK_ONLY = frozenset(
    {"chart", "figure_chart", "figure_tile", "filter_bar", "page_head", "save_bar", "table", "todo"}
)
SHOP_ONLY = frozenset({"buy_bar", "hero"})

UI_HEAD = """{#- Made by `python -m regulars.faces.look.build` from the components; change those instead.
    Use: {% from "look/ui.html" import button, card with context %}.
    "with context" lets forms find the request's CSRF token. -#}
"""


def squeeze_css(text: str) -> str:
    """Take comments and needless white space out of a style sheet."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};,])\s*", r"\1", text)
    return re.sub(r";}", "}", text).strip() + "\n"


def squeeze_js(text: str) -> str:
    """Take whole-line comments and indentation out of a script."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def components(suffix: str, leave_out: frozenset[str]) -> list[Path]:
    """Return the components' files of one kind in the order of their names."""
    found = sorted(SOURCES.glob(f"components/*/*.{suffix}"))
    return [path for path in found if path.parent.name not in leave_out]


def join(paths: list[Path]) -> str:
    """Return the text of all files, one after another."""
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def style(layout: str, leave_out: frozenset[str]) -> str:
    """Return the style sheet of one layout with the components it may show."""
    base = [
        SOURCES / "foundations" / "tokens.css",
        SOURCES / "foundations" / "base.css",
        SOURCES / f"{layout}.css",
    ]
    return squeeze_css(join(base + components("css", leave_out)))


def script() -> str:
    """Return the one script of all pages, closed in a scope of its own."""
    return closed([SOURCES / "foundations" / "start.js", *components("js", frozenset())])


def charts() -> str:
    """Return the script of pages that show a chart."""
    return closed(sorted(SOURCES.glob("charts/*.js")))


def closed(paths: list[Path]) -> str:
    """Return scripts as one, closed in a scope of its own."""
    return f"(() => {{\n{squeeze_js(join(paths))}}})();\n"


def macros() -> str:
    """Return all macros as one template.

    One import with context costs a page a third of a millisecond; a tree of forty costs it five.
    """
    text = join(components("html", frozenset()))
    names = re.findall(r"{%- macro (\w+)", text)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"Two components have a macro of the same name: {', '.join(twice)}")
    return UI_HEAD + re.sub(r"^{%- from \"look/components/.*\n", "", text, flags=re.MULTILINE)


def bundles() -> dict[Path, str]:
    """Return the place and content of every file made from the components."""
    return {
        DIST / "shop.css": style("shop", DESK_ONLY),
        DIST / "desk.css": style("desk", SHOP_ONLY),
        DIST / "look.js": script(),
        DIST / "charts.js": charts(),
        SOURCES / "ui.html": macros(),
    }


def stale() -> list[Path]:
    """Return the files on disk that differ from their sources."""
    return [path for path, text in bundles().items() if not _same(path, text)]


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def build() -> list[Path]:
    """Write the files that changed and return their paths."""
    DIST.mkdir(parents=True, exist_ok=True)
    changed = stale()
    for path, text in bundles().items():
        if path in changed:
            path.write_text(text, encoding="utf-8")
    return changed


def main(arguments: list[str]) -> int:
    """Build, or with `--check` only compare; return the exit code."""
    checking = "--check" in arguments
    names = ", ".join(path.name for path in (stale() if checking else build()))
    if checking and names:
        print(f"Out of date: {names}. Run: python -m regulars.faces.look.build", file=sys.stderr)
        return 1
    print(f"Written: {names}" if names else "The look is up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
