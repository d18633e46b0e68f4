"""Changes to groups of a store's people, and to how long stages last."""

from regulars.loyalty.segments.actions.lists import keep_known, keep_list, tag, untag, upload_list
from regulars.loyalty.segments.actions.saving import (
    NameNeeded,
    NameTaken,
    NotReadable,
    StillUsed,
    archive,
    fit,
    in_words,
    refresh,
    save_counted,
    save_segment,
)
from regulars.loyalty.segments.actions.stages import WindowsTooLong, clear_windows, set_windows

__all__ = [
    "NameNeeded",
    "NameTaken",
    "NotReadable",
    "StillUsed",
    "WindowsTooLong",
    "archive",
    "clear_windows",
    "fit",
    "in_words",
    "keep_known",
    "keep_list",
    "refresh",
    "save_counted",
    "save_segment",
    "set_windows",
    "tag",
    "untag",
    "upload_list",
]
