"""Models as folders: whole or refused, swapped at once, and back by one command."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from django.core.cache import cache

from regulars.discovery.decisions.queries import NoSuchPolicy, read_policy
from regulars.discovery.decisions.queries.policies import policy_of
from regulars.discovery.ranking.actions import publish
from regulars.discovery.ranking.rules import STANDARD
from regulars.discovery.recommend.actions import go_back, use_model
from regulars.discovery.recommend.actions.swapping import NoSuchModel, NothingBefore
from regulars.discovery.recommend.actions.training import learning
from regulars.discovery.recommend.actions.training.alone import alone
from regulars.discovery.recommend.actions.training.material import gathered
from regulars.discovery.recommend.models import Taste
from regulars.discovery.recommend.queries import place
from regulars.discovery.recommend.queries.policies import OnlyByTrial
from regulars.discovery.recommend.rules.card import checksum
from regulars.discovery.recommend.rules.moment import FEATURES, Moment, candidates, scored
from regulars.faces.terminal.line import regulars
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants.models import Store
from tests.discovery.decisions.telling import made
from tests.discovery.recommend.lane import LANES, Lane, look
from tests.discovery.recommend.test_foreign import graph
from tests.town import operator

pytestmark = pytest.mark.xdist_group("lane")


def used() -> str:
    """The version this process chooses by."""
    found = place.model()
    return found.card.version if found else ""


def test_a_new_model_is_taken_at_once_and_the_old_one_again_by_going_back(lane: Lane) -> None:
    first = used()
    second = lane.learnt().card.version
    assert used() == second != first
    assert go_back(by=SYSTEM) == first
    assert used() == first
    with pytest.raises(NothingBefore):
        go_back(by=SYSTEM)


def test_a_damaged_model_is_refused_and_the_old_one_stays(lane: Lane, home: Path) -> None:
    first = used()
    second = lane.learnt().card.version
    go_back(by=SYSTEM)
    file = home / "models" / second / "popular.npy"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(NoSuchModel):
        use_model(by=SYSTEM, version=second)
    (home / "models" / "current").write_text(f"{second}\n{first}\n")
    assert used() == first


def test_a_model_may_be_tried_on_readers_and_is_not_judged_by_what_another_kept(lane: Lane) -> None:
    name = read_policy(f"model:{used()}")
    with pytest.raises(NoSuchPolicy):
        read_policy("model:gone")
    shown = made()
    with pytest.raises(OnlyByTrial):
        policy_of(name, clock.now())(shown)


def test_small_and_new_stores_are_those_of_the_rulebook(db: None, home: Path) -> None:
    lane = LANES.get()
    Store.objects.filter(pk=lane.town.clay.pk).update(opened_at=clock.now() - timedelta(days=30))
    publish(by=operator(lane.town.olga), book=replace(STANDARD, young_days=20))
    cache.clear()
    arrays = learning.shelf(gathered(clock.now()))
    assert set(arrays["store"][arrays["sheltered"]].tolist()) == {lane.town.cashmere.pk}


def test_the_card_says_what_the_model_is_made_of(lane: Lane) -> None:
    model = place.model()
    assert model is not None
    assert model.card.counts["goods"] == 16
    assert model.card.counts["looks"] == 96
    assert model.card.since < model.card.until
    assert all(len(sum_) == 64 for sum_ in model.card.checksums.values())
    assert {"held_visits", "moment_recall_20", "popular_recall_20"} <= {*model.card.figures}


def test_people_are_remembered_and_who_wants_none_of_it_is_not(lane: Lane) -> None:
    town = lane.town
    rows = [
        look(lane.tea[0], "vis_1", clock.now(), "one", person=person.public_id)
        for person in (town.alice, town.bob)
    ]
    lake.append("beacons", rows)
    Taste.objects.create(person=town.bob, off_at=clock.now())
    lane.learnt()
    assert [key for key, _weight in Taste.objects.get(person=town.alice).goods] == [lane.tea[0].pk]
    assert Taste.objects.get(person=town.bob).goods == []


def test_the_command_line_trains_dry_lists_and_goes_back(lane: Lane) -> None:
    run = CliRunner()
    dry = json.loads(run.invoke(regulars, ["train", "--dry-run", "--json"]).stdout)
    assert dry["in_use"] is False
    assert set(dry) == {
        "version",
        "since",
        "until",
        "counts",
        "figures",
        "seconds",
        "people",
        "removed",
        "in_use",
    }
    said = run.invoke(regulars, ["train", "--dry-run"]).stdout
    assert "nothing was changed" in said
    assert f"{dry['counts']['looks']:,} looks in {dry['counts']['visits']:,} visits" in said
    assert "{" not in said
    with alone("the worker"):
        busy = run.invoke(regulars, ["train"])
    assert busy.exit_code == 1
    assert f"by the worker (process {os.getpid()} on " in busy.output
    assert "(0 minutes ago)" in busy.output
    known = json.loads(run.invoke(regulars, ["models", "list", "--json"]).stdout)
    assert [one["in_use"] for one in known.values()] == [True]
    assert dry["version"] not in known
    told = run.invoke(regulars, ["models", "list"]).stdout
    assert f"{next(iter(known))}  in use" in told
    assert "{" not in told
    assert run.invoke(regulars, ["models", "back"]).exit_code == 1
    assert run.invoke(regulars, ["models", "use", "nothing"]).exit_code == 1


def visits() -> Moment:
    """What this process knows of visits."""
    found = place.model()
    assert found is not None
    assert found.shelf.moment is not None
    return found.shelf.moment


def test_a_ranker_trained_elsewhere_ranks_and_outlives_the_next_training(lane: Lane, tmp_path: Path) -> None:
    run, file = CliRunner(), tmp_path / "ranker.onnx"
    file.write_bytes(graph())
    refused = run.invoke(regulars, ["models", "rank-with", str(file)])
    assert refused.exit_code == 1
    assert f"takes 4 features; there are {len(FEATURES)}" in refused.output
    upside_down = np.zeros((len(FEATURES), 1), np.float32)
    upside_down[FEATURES.index("blend")] = -1
    file.write_bytes(graph(len(FEATURES), given=upside_down))
    first = used()
    assert (
        "nothing was written" in run.invoke(regulars, ["models", "rank-with", str(file), "--dry-run"]).stdout
    )
    told = run.invoke(regulars, ["models", "rank-with", str(file)]).stdout
    assert used() == first, "it waits until somebody puts it into use"
    usual = visits()
    use_model(by=SYSTEM, version=next(one for one in place.versions() if one != first and one in told))
    ours = visits()
    assert ours.goods == usual.goods
    _items, told = candidates(ours, [0, 1])
    assert scored(ours, told) == pytest.approx(-told[:, FEATURES.index("blend")])
    lane.learnt()
    assert visits().foreign == file.read_bytes(), "a training learns the sources anew, not the ranker"
    go_back(by=SYSTEM)
    go_back(by=SYSTEM)
    assert used() == first
    assert not visits().foreign


def test_a_poisoned_model_is_refused_though_its_sums_are_right(lane: Lane, home: Path) -> None:
    first = used()
    second = lane.learnt().card.version
    go_back(by=SYSTEM)
    folder = home / "models" / second
    card = json.loads((folder / "card.json").read_text())
    for name, array in (
        ("popular", np.zeros(3, np.float32)),
        ("taste_indices", np.load(folder / "taste_indices.npy") + 10**6),
        ("names", np.array([{"os": "system"}], object)),
    ):
        kept = (folder / f"{name}.npy").read_bytes()
        np.save(folder / f"{name}.npy", array, allow_pickle=True)
        sums = card["checksums"] | {f"{name}.npy": checksum(folder / f"{name}.npy")}
        (folder / "card.json").write_text(json.dumps(card | {"checksums": sums}))
        with pytest.raises(NoSuchModel):
            use_model(by=SYSTEM, version=second)
        (home / "models" / "current").write_text(f"{second}\n{first}\n")
        assert used() == first
        (folder / f"{name}.npy").write_bytes(kept)


@pytest.mark.parametrize("name", ["..", "../models", "a/b", ".hidden", "", "a\nb", "/etc"])
def test_a_model_is_named_not_found_by_a_path(lane: Lane, name: str) -> None:
    with pytest.raises(NoSuchModel):
        use_model(by=SYSTEM, version=name)
