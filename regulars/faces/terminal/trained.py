"""A training in words, for whoever started it by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from regulars.discovery.recommend.actions import Trained
from regulars.discovery.recommend.rules.card import Card


def lines(made: Trained, dry_run: bool) -> str:
    """What was learnt from how much, how good it is, how long it took, and what to do next."""
    return "\n".join(_lines(made, dry_run))


def _lines(made: Trained, dry_run: bool) -> Iterator[str]:
    card = made.card
    state = "learnt and measured only (--dry-run), nothing was changed" if dry_run else "in use"
    yield f"Model {card.version}: {state}."
    yield f"Learnt from {card.since[:10]} to {card.until[:16].replace('T', ' ')} UTC: {_counts(card)}."
    yield from _figures(card)
    slowest = sorted(card.seconds.items(), key=lambda one: -one[1])[:3]
    named = ", ".join(f"{part} {seconds:.1f}" for part, seconds in slowest)
    yield f"It took {sum(card.seconds.values()):.1f} CPU seconds (most: {named})."
    if not dry_run:
        yield f"The tastes of {made.people:,} people were written down."
        yield "`regulars models back` puts the model before it into use again."
    if made.removed:
        yield f"Old models removed: {', '.join(made.removed)}."


def _counts(card: Card) -> str:
    counts = card.counts
    return (
        f"{counts['looks']:,} looks in {counts['visits']:,} visits, {counts['likings']:,} likings of"
        f" {counts['people']:,} people, {counts['goods']:,} goods"
    )


def _figures(card: Card) -> Iterator[str]:
    figures = card.figures
    held = int(figures.get("held_visits", 0))
    if not held:
        yield "How good it is cannot be said yet: it takes 20 visits with two looks or more."
        return
    ours, popular = 100 * figures["moment_recall_20"], 100 * figures["popular_recall_20"]
    yield f"Measured on the {held:,} latest visits, which were held out:"
    yield f"  the next look was among 20 proposals in {ours:.1f} % (what sells most: {popular:.1f} %),"
    yield f"  with a mean inverse place of {figures['moment_mrr_20']:.3f} (1: always the first)."


def adopted(card: Card, before: Mapping[str, float], dry_run: bool) -> str:
    """How a ranker trained elsewhere does beside the one in use, and what to do next."""
    name = card.settings["ranker"]
    lines = [f"{name}, asked about the {int(card.figures.get('held_visits', 0)):,} latest visits:"]
    for figure, words in FIGURES.items():
        if figure in card.figures and figure in before:
            lines.append(f"  {words}: {card.figures[figure]:.4f} (in use now: {before[figure]:.4f})")
    if dry_run:
        return "\n".join([*lines, "Measured only (--dry-run), nothing was written."])
    return "\n".join(
        [*lines, f"Written as {card.version}. `regulars models use {card.version}` puts it into use."]
    )


FIGURES = {"moment_recall_20": "next look among 20 proposals", "moment_mrr_20": "mean inverse place"}
