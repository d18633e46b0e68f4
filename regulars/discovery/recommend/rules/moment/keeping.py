"""A model as named arrays, which are kept as files and mapped into memory by every process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from regulars.discovery.recommend.rules.moment.nouns import Links, Moment, Sources
from regulars.ground.kit.later import np

LINKS = ("follow", "near", "walk", "linear", "visits", "seen")
FOREIGN = "foreign"
PLAIN = ("fresh", "vectors", "table", "popular")


def arrays(moment: Moment) -> dict[str, Any]:
    """Every part of the model by name: "follow.ends", "vectors", …; "ranker" holds the text of the trees as bytes."""
    sources = moment.sources
    found = {
        f"{name}.{part.name}": getattr(getattr(sources, name), part.name)
        for name in LINKS
        for part in fields(Links)
    }
    found |= {name: getattr(sources, name) for name in PLAIN}
    found["settings"] = np.array([moment.again, moment.window, moment.most, sources.again_rate], np.float64)
    found["ranker"] = np.frombuffer(moment.ranker.encode(), np.uint8)
    return found | ({FOREIGN: np.frombuffer(moment.foreign, np.uint8)} if moment.foreign else {})


def restored(found: Mapping[str, Any]) -> Moment:
    """The model of these arrays. Raises KeyError when one is missing."""
    # A plain view of a mapped file: its own class makes every small step slower.
    plain = {name: np.asarray(values) for name, values in found.items()}
    links = {name: Links(*(plain[f"{name}.{part.name}"] for part in fields(Links))) for name in LINKS}
    again, window, most, again_rate = plain["settings"].tolist()
    sources = Sources(**links, **{name: plain[name] for name in PLAIN}, again_rate=again_rate)
    foreign = plain[FOREIGN].tobytes() if FOREIGN in plain else b""
    return Moment(
        sources, bool(again), int(window), int(most), plain["ranker"].tobytes().decode(), foreign=foreign
    )
