"""Who looks, as far as choosing needs to know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at a page. Ids are public ones; `personal` is False for who switched it off: then nobody is known.

    `recent` are the keys of the products touched in this visit, newest first; `entry` says where the visit came from
    (`search:teapot`, `link:…`, `qr:…`).
    """

    person: str | None = None
    visitor: str | None = None
    session: str | None = None
    personal: bool = True
    recent: tuple[int, ...] = ()
    entry: str = ""

    @property
    def known(self) -> bool:
        """Whether there is anything to choose by."""
        return self.personal and bool(self.person or self.recent)


EVERYONE = Looker(personal=False)
