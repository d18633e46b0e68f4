"""Categories move with everything below them."""

from __future__ import annotations

import pytest

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.queries import category_tree
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotAllowed
from tests.town import Town


def test_a_branch_takes_its_twigs_along(town: Town) -> None:
    tea = catalog.add_category(by=SYSTEM, name="Tea")
    small = catalog.add_category(by=SYSTEM, name="Small pots", parent=town.teapots)
    tiny = catalog.add_category(by=SYSTEM, name="Tiny pots", parent=small)
    catalog.move_category(by=SYSTEM, category=town.teapots, parent=tea, position=3)
    tiny.refresh_from_db()
    assert tiny.path == f"/{tea.pk}/{town.teapots.pk}/{small.pk}/{tiny.pk}/"
    assert [node.name for node in category_tree()] == ["Knitwear", "Tea"]
    catalog.move_category(by=SYSTEM, category=small, parent=None)
    tiny.refresh_from_db()
    assert tiny.path == f"/{small.pk}/{tiny.pk}/"


def test_a_category_cannot_hang_below_itself(town: Town) -> None:
    small = catalog.add_category(by=SYSTEM, name="Small pots", parent=town.teapots)
    for parent in (town.teapots, small):
        with pytest.raises(catalog.InsideItself):
            catalog.move_category(by=SYSTEM, category=town.teapots, parent=parent)


def test_the_tree_stays_six_deep(town: Town) -> None:
    deep = town.knitwear
    for level in range(2, 6):
        deep = catalog.add_category(by=SYSTEM, name=f"Level {level}", parent=deep)
    catalog.add_category(by=SYSTEM, name="Level 6", parent=deep)
    catalog.move_category(by=SYSTEM, category=town.teapots, parent=deep)
    town.teapots.refresh_from_db()
    catalog.move_category(by=SYSTEM, category=town.teapots, parent=None)
    catalog.add_category(by=SYSTEM, name="Small pots", parent=town.teapots)
    with pytest.raises(catalog.TooDeep):
        catalog.move_category(by=SYSTEM, category=town.teapots, parent=deep)


def test_only_those_who_keep_the_catalogue_move_it(town: Town) -> None:
    with pytest.raises(NotAllowed):
        catalog.move_category(by=Actor("operator"), category=town.teapots, parent=None)


def test_a_category_is_renamed_and_moved_together_or_not_at_all(town: Town) -> None:
    tea = catalog.add_category(by=SYSTEM, name="Tea")
    catalog.save_category(by=SYSTEM, category=town.teapots, name="Pots", name_zh="壶", parent=tea, position=2)
    town.teapots.refresh_from_db()
    assert (town.teapots.name, town.teapots.parent, town.teapots.position) == ("Pots", tea, 2)
    with pytest.raises(catalog.InsideItself):
        catalog.save_category(by=SYSTEM, category=tea, name="Leaves", parent=town.teapots)
    tea.refresh_from_db()
    assert tea.name == "Tea"
