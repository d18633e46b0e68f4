"""The first words of a draft, in both languages; the merchant makes them their own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from regulars.goods.catalog.models import Category
from regulars.goods.catalog.queries import said
from regulars.oversight.insights.rules.tactics import Tactic
from regulars.people.merchants.models import Store

ENGLISH, CHINESE = "en", "zh-hans"


@dataclass(frozen=True, slots=True)
class Words:
    """What a group and its draft are called and say."""

    name: str
    note: str
    title: str
    title_zh: str
    text: str = ""
    text_zh: str = ""


def words(tactic: Tactic, store: Store) -> Words:
    """Words for a proposal: the group's in the reader's language, the draft's in both."""
    topic = Category.objects.filter(slug=tactic.topic).first() if tactic.topic else None
    own, chinese = (topic.name, topic.name_zh or topic.name) if topic else ("", "")
    with override(ENGLISH):
        title, text = _letter(tactic, own)
    with override(CHINESE):
        title_zh, text_zh = _letter(tactic, chinese)
    born = _("Born in the %(decade)ss") % {"decade": tactic.decade}
    name = f"{born} · {said(topic.name, topic.name_zh)}" if topic else born
    note = _("Made of a proposal on the page Cohorts.")
    return Words(name[:75], note, title[:80], title_zh[:80], text, text_zh)


def _letter(tactic: Tactic, topic: str) -> tuple[str, str]:
    """Title and text in the language that is active."""
    about = {"topic": topic}
    if tactic.family == "discount":
        return _("A little something for you"), ""
    if tactic.family == "topic" and topic:
        return (
            _("%(topic)s: show us yours") % about,
            _(
                "Hello {name|friend},\n\n%(topic)s are what many of you look at here at the moment. How do you use yours,"
                " and what do you look for? Answer with a picture or a sentence; we show the best on our page, and one of"
                " you, chosen by lot, gets a piece of your choice from {store}."
            )
            % about,
        )
    if tactic.family == "topic":
        return (
            _("Show us what you chose"),
            _(
                "Hello {name|friend},\n\nshow us what you chose and where it has found its place. We put the best"
                " pictures on our page, and one of you, chosen by lot, gets a piece of your choice from {store}."
            ),
        )
    return (
        _("We would like your opinion"),
        _(
            "Hello {name|friend},\n\nyou know {store} better than most. What should we make or bring in next, and what"
            " should we do better? Write us a line: each answer is read, and the idea most of you name comes first."
        ),
    )
