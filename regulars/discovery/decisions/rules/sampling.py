"""Which decisions, and which of their options, are kept. The same decision is always judged alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from random import Random

from regulars.discovery.decisions.rules.nouns import Decision, Option

_WHOLE = 2**64


def lot(*words: str) -> float:
    """A number in [0, 1) that the words alone decide, even over many words."""
    digest = sha256("\x1f".join(words).encode()).digest()
    return int.from_bytes(digest[:8], "big") / _WHOLE


def sampled(decision: Decision, *, share: float, unshown: int) -> Decision | None:
    """The decision as it is kept, or None. Of each, a `share` (0 to 1) is kept, with all that was shown.

    Of the others `unshown` stay: half of them the best, which another way of choosing is likeliest to show, half
    drawn evenly from the rest. Nobody's decision has no session either.
    """
    if lot("kept", decision.id) >= share:
        return None
    session = decision.session if decision.person or decision.visitor else None
    options = (*decision.shown, *_some(decision, unshown))
    return replace(decision, options=options, session=session, rate=min(1.0, share))


def _some(decision: Decision, most: int) -> Sequence[Option]:
    rest = sorted(
        (one for one in decision.options if one.place is None), key=lambda one: (-one.score, one.product)
    )
    if len(rest) <= most:
        return rest
    sure, others = rest[: most - most // 2], rest[most - most // 2 :]
    drawn = Random(decision.id).sample(range(len(others)), most // 2)
    rate = (most // 2) / len(others)
    return [*sure, *(replace(others[place], rate=rate) for place in sorted(drawn))]
