"""Themes of free text on reviews whose subject is known: `python -m bench.surveys --data DIR [--many 2000] [--json]`.

DIR holds tables in the shape of the women's clothing reviews (`Review Text`, `Department Name`) or of the Chinese online
shopping reviews (`review`, `cat`), as Parquet or CSV. Of each, samples are grouped as a survey's answers are, and the
themes compared with the known departments or categories: purity (the share of texts that are of their theme's commonest
label) and normalised mutual information, beside themes of the same sizes dealt out by chance. A theme is a reason, not a
category, so neither can be 1; by chance both show what sizes alone give. Both languages in one sample show whether themes
hold them together. Exit code 1 when the themes tell no more about the labels than chance does.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from math import log
from pathlib import Path
from random import Random
from statistics import mean
from time import process_time
from typing import Any

from regulars.community.surveys.rules.themes import Theme, themes

COLUMNS = (("Review Text", "Department Name"), ("review", "cat"))
DEALS, WORDS = 10, 6
Labelled = list[tuple[str, str]]


def reviews(folder: Path) -> dict[str, Labelled]:
    """Texts with their labels, by the name of the table; tables of another shape are left out."""
    import duckdb

    found: dict[str, Labelled] = {}
    for file in sorted([*folder.glob("*.parquet"), *folder.glob("*.csv")]):
        rows = duckdb.sql(f"SELECT * FROM '{str(file).replace(chr(39), chr(39) * 2)}'")
        for text, label in COLUMNS:
            if {text, label} <= {*rows.columns}:
                told = rows.filter(f'"{text}" IS NOT NULL AND "{label}" IS NOT NULL')
                found[file.stem] = sorted(told.project(f'"{text}", "{label}"').fetchall())
    return found


def grouped(rows: Labelled, many: int, seed: int) -> dict[str, Any]:
    """Themes of one sample, with how well they agree with the labels."""
    some = Random(seed).sample(rows, min(many, len(rows)))
    started = process_time()
    found = themes([text for text, _label in some])
    seconds = process_time() - started
    placed = [(number, member) for number, theme in enumerate(found) for member in theme.members]
    given = [number for number, _member in placed]
    labels = [some[member][1] for _number, member in placed]
    dice = Random(seed + 1)
    deals = [scores(dice.sample(given, len(given)), labels) for _deal in range(DEALS)]
    ours = scores(given, labels)
    return {
        "texts": len(some),
        "in a theme": len(placed),
        "CPU seconds": round(seconds, 2),
        "purity": round(ours[0], 3),
        "NMI": round(ours[1], 4),
        "purity by chance": round(mean(one for one, _other in deals), 3),
        "NMI by chance": round(mean(other for _one, other in deals), 4),
        "NMI by chance at most": round(max(other for _one, other in deals), 4),
        "themes": [_shown(theme, some) for theme in found],
    }


def scores(given: Sequence[int], labels: Sequence[str]) -> tuple[float, float]:
    """Purity, and mutual information over the mean of both entropies."""
    many = len(given)
    if not many:
        return 0.0, 0.0
    ones, others, both = Counter(given), Counter(labels), Counter(zip(given, labels, strict=True))
    best: Counter[int] = Counter()
    for (one, _label), count in both.items():
        best[one] = max(best[one], count)
    told = sum(n / many * log(n * many / (ones[a] * others[b])) for (a, b), n in both.items())
    spread = (_entropy(ones, many) + _entropy(others, many)) / 2
    return sum(best.values()) / many, told / spread if spread else 0.0


def _entropy(counts: Counter[Any], many: int) -> float:
    return -sum(one / many * log(one / many) for one in counts.values())


def _shown(theme: Theme, some: Labelled) -> dict[str, Any]:
    label, count = Counter(some[member][1] for member in theme.members).most_common(1)[0]
    return {
        "texts": len(theme.members),
        "subject": theme.subject.removeprefix("="),
        "words": list(theme.words[:WORDS]),
        "chinese": theme.chinese,
        "mostly": f"{label} {count / len(theme.members):.0%}",
        "example": some[theme.members[0]][0][:80],
    }


def main() -> int:
    """Group, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--many", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    tables = reviews(given.data)
    samples = {name: grouped(rows, given.many, given.seed) for name, rows in tables.items()}
    right = bool(samples) and all(one["NMI"] > one["NMI by chance at most"] for one in samples.values())
    if len(tables) > 1:
        dice, each = Random(given.seed), given.many // len(tables)
        mixed = [row for rows in tables.values() for row in dice.sample(rows, min(each, len(rows)))]
        samples["all together"] = grouped(mixed, given.many, given.seed)
    result = {"samples": samples, "right": right}
    print(json.dumps(result, ensure_ascii=False) if given.json else _said(result))
    return 0 if right else 1


def _said(result: dict[str, Any]) -> str:
    lines = []
    for name, one in result["samples"].items():
        lines.append(
            f"{name}: {one['in a theme']} of {one['texts']} texts in {len(one['themes'])} themes,"
            f" {one['CPU seconds']} s CPU; purity {one['purity']} (by chance {one['purity by chance']}),"
            f" NMI {one['NMI']} (by chance {one['NMI by chance']})"
        )
        for theme in one["themes"]:
            words = ", ".join(theme["words"])
            lines.append(
                f"  {theme['texts']:>5} {theme['subject'] or '-':<9} {words} | {theme['mostly']}"
                f" | Chinese {theme['chinese']} | {theme['example']}"
            )
    return "\n".join([*lines, f"right: {result['right']}"])


if __name__ == "__main__":
    raise SystemExit(main())
