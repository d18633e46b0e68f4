"""No table may know something about people and be silent about what becomes of it."""

from __future__ import annotations

import re

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from regulars.ground.kit.fields import PublicIdField
from regulars.ground.kit.privacy import forgotten, kept, nobodys, shown, told
from regulars.people.accounts.models import Person

PERSONAL = re.compile(
    r"(^|_)(email|mail|phone|name|address|ip|agent|recipient|street|city|postcode|birth|text|note|answer|memo"
    r"|tracking|holder|visitor|content|payload|password|contact)(_|$)"
)
KEYS = re.compile(r"^(person_id|by_id|\w+_by_id)$")


def own() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("regulars.")]


def personal(model: type[models.Model]) -> set[str]:
    """The columns of a model that may say something about a person."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, PublicIdField)]
    linked = {
        field.name
        for field in fields
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    }
    keys = {field.name for field in fields if KEYS.search(field.name)}
    words = {
        field.name
        for field in fields
        if PERSONAL.search(field.name) and not isinstance(field, models.DateTimeField | models.ForeignKey)
    }
    return linked | keys | words


def test_every_table_that_may_know_people_says_what_becomes_of_it() -> None:
    known = {model for model in own() if personal(model)} | {Person}
    assert len(known) > 25
    said = forgotten.keys() | kept.keys() | nobodys.keys()
    silent = sorted(f"{model._meta.label}: {sorted(personal(model))}" for model in known - said)
    assert silent == [], "declare them in the app's privacy.py: forgets, keeps or knows_nobody"


def test_each_says_one_thing_in_a_sentence() -> None:
    for one, other in ((forgotten, kept), (forgotten, nobodys), (kept, nobodys)):
        assert one.keys() & other.keys() == set()
    for words in (*forgotten.values(), *kept.values(), *nobodys.values()):
        assert len(words) > 20


def test_what_is_a_persons_can_be_taken_along() -> None:
    """Tables with a way to a person are in the file somebody takes along."""
    linked = {
        model
        for model in own()
        if any(
            isinstance(field, models.ForeignKey) and field.related_model is Person
            for field in model._meta.concrete_fields
        )
    }
    assert len(linked) > 10
    assert sorted(model._meta.label for model in linked - told.keys()) == []
    assert {"account", "addresses", "visits", "orders", "messages", "points"} <= shown.keys()


@isolate_apps()
def test_a_new_table_would_be_noticed() -> None:
    class Diary(models.Model):
        """Somebody's own words."""

        text = models.TextField()
        written_by_id = models.BigIntegerField()
        at = models.DateTimeField()

        class Meta:
            app_label = "privacy_example"

    assert personal(Diary) == {"text", "written_by_id"}
    assert Diary not in forgotten.keys() | kept.keys() | nobodys.keys()
