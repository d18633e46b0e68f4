"""Which model is in use: swapped at once for all processes, and back."""

from __future__ import annotations

import os
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from regulars.discovery.recommend.queries.place import in_use, loaded, root
from regulars.discovery.recommend.rules.card import Broken
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal

REMEMBERED = 20


class NoSuchModel(Refusal):
    """There is no whole model of this name."""

    status = 404
    code = "no-such-model"
    sentence = _("There is no whole model of this name. `regulars models list` shows those there are.")


class NothingBefore(Refusal):
    """No model was in use before this one."""

    status = 409
    code = "nothing-before"
    sentence = _("No other model was in use before this one.")


def use_model(*, by: Actor, version: str) -> str:
    """Put a model into use; every process takes it at its next choice. Raises NoSuchModel for one not whole."""
    by.require("market.catalog")
    _whole(version)
    _point([version, *(one for one in in_use() if one != version)])
    return version


def go_back(*, by: Actor) -> str:
    """Put the model before this one into use. Raises NothingBefore, NoSuchModel when it is not whole any more."""
    by.require("market.catalog")
    named = in_use()
    if len(named) < 2:
        raise NothingBefore()
    _whole(named[1])
    _point(named[1:])
    return named[1]


def _whole(version: str) -> None:
    try:
        loaded(version)
    except Broken as fault:
        raise NoSuchModel(details={"fault": str(fault)}) from fault


def _point(named: list[str]) -> None:
    new = root() / f".current-{uuid4().hex}"
    with new.open("w") as file:
        file.write("\n".join(named[:REMEMBERED]) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, root() / "current")
