"""What stands in the way of a change to a list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import BadInput, Refusal


class TitleMissing(BadInput):
    """A list needs a title."""

    code = "list-title-missing"
    sentence = _("Give the list a title that shoppers will see.")


class UnknownWord(BadInput):
    """Scenes, themes, kinds and recipes come from fixed sets."""

    code = "list-word-unknown"
    sentence = _("Choose one of those offered.")


class MadeByMachine(Refusal):
    """What the machine put on a list stays in the machine's order."""

    status = 409
    code = "list-made-by-machine"
    sentence = _("The machine fills this list and keeps its order. Make a list of your own to choose yourself.")


class ListFull(Refusal):
    """A list has a bottom."""

    status = 409
    code = "list-full"
    sentence = _("A list holds at most 60 entries. Take one off first.")


class AlreadyOn(Refusal):
    """Everything stands on a list once."""

    status = 409
    code = "already-on-list"
    sentence = _("It is on the list already.")


class NothingOn(Refusal):
    """An empty list cannot be shown."""

    status = 409
    code = "list-empty"
    sentence = _("Put something on the list before you publish it.")


class TimeTurned(BadInput):
    """A showing ends after it begins, and not in the past."""

    code = "list-time-turned"
    sentence = _("The end must lie after the beginning and ahead of now.")
