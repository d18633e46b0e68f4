"""Results of a survey as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from regulars.community.surveys.queries import BANDS, Part, Results, Said, Survey
from regulars.community.surveys.rules.counting import FEWEST, Scale, Share
from regulars.community.surveys.rules.questions import Question
from regulars.community.surveys.rules.words import CHINESE
from regulars.faces.merchant.people.wording import stage
from regulars.faces.merchant.surveys import wording
from regulars.goods.catalog.queries import said
from regulars.loyalty.segments.rules.stages import EVERY_STAGE
from regulars.people.merchants.queries import Store

QUOTES, LATEST = 2, 50


def told(store: Store, row: Survey, found: Results) -> list[dict[str, Any]]:
    """Each question with its result."""
    return [_question(store, row, one) for one in found.said]


def _question(store: Store, row: Survey, one: Said) -> dict[str, Any]:
    by_stage = sorted(
        one.by_stage, key=lambda part: EVERY_STAGE.index(part.key) if part.key in EVERY_STAGE else 9
    )
    parts = [(stage(part.key), part) for part in _telling(by_stage)]
    parts += [(part.key, part) for part in _telling(one.by_tier)]
    known = not row.anonymous
    return {
        "text": said(one.question.text, one.question.text_zh),
        "kind": one.question.kind,
        "among": one.among,
        "hidden": one.hidden,
        "heads": [{"label": name, "among": part.among} for name, part in parts],
        "shares": _shares(store, row, one, [part for _name, part in parts]) if known or one.shares else [],
        "scale": _scale(store, row, one.question, one.scale) if one.scale else None,
        "parts": [
            {"label": name, "among": part.among, "mean": f"{part.scale.mean:.1f}", "net": _net(part.scale)}
            for name, part in parts
            if part.scale
        ],
        "themes": [_theme(one, place) for place in range(len(one.themes))],
        "loose": len(one.texts) - sum(len(theme.members) for theme in one.themes),
        "texts": one.texts[::-1][:LATEST],
    }


def _telling(parts: Sequence[Part]) -> Sequence[Part]:
    """Those with enough people to say something; all of them while none has."""
    return [part for part in parts if part.among >= FEWEST] or parts


def _shares(store: Store, row: Survey, one: Said, parts: Sequence[Part]) -> list[dict[str, Any]]:
    names = {option.id: said(option.text, option.text_zh) for option in one.question.options}
    inside = [{share.key: share for share in part.shares} for part in parts]
    return [
        {
            "label": names[share.key],
            "count": share.count,
            "share": _percent(share.value),
            "value": round(share.value * 100),
            "between": f"{_percent(share.low)}–{_percent(share.high)}",
            "href": _behind(store, row, one.question, share.key) if share.count else "",
            "cells": [_cell(some, share.key) for some in inside],
        }
        for share in one.shares
    ]


def _cell(some: Mapping[str, Share], key: str) -> dict[str, Any]:
    share = some[key]
    return {"text": _percent(share.value), "heat": min(5, round(share.value * 5)), "count": share.count}


def _scale(store: Store, row: Survey, question: Question, scale: Scale) -> dict[str, Any]:
    counts = {
        name: sum(scale.counts[value] for value in range(low, high + 1))
        for name, (low, high) in BANDS.items()
    }
    return {
        "bars": [{"label": str(value), "value": many} for value, many in enumerate(scale.counts)],
        "mean": f"{scale.mean:.1f}",
        "net": _net(scale),
        "bands": [
            {
                "label": wording.band(name),
                "value": many,
                "href": _behind(store, row, question, name) if many else "",
            }
            for name, many in counts.items()
        ],
    }


def _theme(one: Said, place: int) -> dict[str, Any]:
    theme, stages = one.themes[place], one.stages_of_themes[place]
    shown = {part.key for part in one.by_stage}
    ranked = [(stage(name), stages[name]) for name in EVERY_STAGE if name in shown and stages.get(name)]
    return {
        "title": wording.theme(theme),
        "count": len(theme.members),
        "share": _percent(len(theme.members) / max(1, one.among)),
        "words": theme.words,
        "quotes": [_quote(one.texts[member]) for member in _quoted(one, theme.members)],
        "mix": wording.mix(theme),
        "stages": wording.stages(ranked),
    }


def _quote(text: str) -> dict[str, str]:
    return {"text": text, "language": "zh-Hans" if CHINESE.search(text) else "en"}


def _quoted(one: Said, members: Sequence[int]) -> list[int]:
    """The clearest examples whose words differ."""
    found: list[int] = []
    for member in members:
        if len(found) < QUOTES and all(one.texts[member] != one.texts[other] for other in found):
            found.append(member)
    return found


def _behind(store: Store, row: Survey, question: Question, pick: str) -> str:
    if row.anonymous:
        return ""
    return reverse("desk_survey_people", args=[store.public_id, row.public_id, question.id, pick])


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _net(scale: Scale) -> str:
    return f"{scale.net:+.0f}"
