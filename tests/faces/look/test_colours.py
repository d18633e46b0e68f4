"""Text can be read on every ground it stands on, in light and in dark."""

import re

import pytest

from regulars.faces.look.build import SOURCES

READ = [  # text colour, ground
    *[
        ("ink", ground)
        for ground in (
            "paper",
            "surface",
            "sunk",
            "accent-soft",
            "brand-soft",
            "info-soft",
            "good-soft",
            "warn-soft",
            "bad-soft",
        )
    ],
    *[
        ("muted", ground)
        for ground in ("paper", "surface", "sunk", "accent-soft", "offer-soft", "member-soft")
    ],
    *[("brand", ground) for ground in ("paper", "surface", "brand-soft")],
    *[(kind, f"{kind}-soft") for kind in ("good", "warn", "bad", "info", "offer", "member")],
    *[("price", ground) for ground in ("paper", "surface")],
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-buy", "buy"),
    ("on-buy", "buy-strong"),
    ("on-accent", "accent"),
    ("frame-ink", "frame"),
    ("surface", "price"),
    ("warn", "accent-soft"),
    ("bad", "surface"),
    ("paper", "ink"),
]
SEEN = [  # edges and marks that carry meaning, and what is around them
    *[("line-strong", ground) for ground in ("paper", "surface")],
    *[("focus", ground) for ground in ("paper", "surface", "sunk")],
    *[(f"series-{number}", "surface") for number in range(4)],
    ("accent", "frame"),
    ("brand", "line"),
    ("buy", "line"),
]


def tokens(scheme: str) -> dict[str, str]:
    """Read the colours of one scheme; dark ones replace light ones."""
    text = (SOURCES / "foundations" / "tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(READ, 4.5), (SEEN, 3.0)], ids=["text", "marks"])
def test_contrast(scheme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = tokens(scheme)
    weak = {
        (one, two): round(contrast(colours[one], colours[two]), 2)
        for one, two in pairs
        if contrast(colours[one], colours[two]) < least
    }
    assert weak == {}


def test_dark_replaces_every_colour() -> None:
    light, dark = tokens("light"), tokens("dark")
    assert {name for name in light if light[name] == dark[name]} == set()
