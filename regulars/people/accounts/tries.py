"""How often somebody may try to get in (counted before a password is hashed).

A browser that once logged in to an account carries a mark and is counted by itself: strangers who guess at that
account, from whatever address, cannot lock its owner out.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.core import signing
from django.utils.crypto import salted_hmac

from regulars.ground.kit.ids import new_id
from regulars.ground.kit.throttle import Limit, forget, give_back, take

PASSWORDS = Limit(10, 300)
ALL_PASSWORDS = Limit(1000, 300)
CODES = (Limit(5, 300), Limit(20, 3600), Limit(50, 86_400))
LETTERS = Limit(5, 86_400)
LETTERS_FROM = Limit(20, 3600)
MARK = "regulars_browser"
MARK_KEPT = 400 * 24 * 3600
SALT = "regulars.accounts.browser"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody at the door: the e-mail typed, the network address, and the browser's mark for that e-mail."""

    email: str
    address: str
    mark: str = ""

    @property
    def name(self) -> str:
        """What tries at this account are counted under."""
        return f"browser:{self.mark}" if self.mark else f"account:{self.email}"


def at_the_door(email: str, address: str, cookie: str = "") -> Guest:
    """The guest; a mark counts only for the account it was given for."""
    wanted = email.strip().lower()
    return Guest(wanted, household(address), _mark(wanted, cookie))


def household(address: str) -> str:
    """An address as it is counted: whoever has one of IPv6 has 2^64 of them, so the first half stands for all."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Network((found, 64), strict=False)) if isinstance(found, IPv6Address) else address


def password(guest: Guest) -> None:
    """Count a password before it is looked at. Raises TooManyTries."""
    for name, limit in _counted(guest):
        take(f"password:{name}", limit)


def right(guest: Guest) -> None:
    """The password was right: it does not count."""
    for name, limit in _counted(guest):
        give_back(f"password:{name}", limit)


def anew(email: str) -> None:
    """The password was set anew by mail: earlier tries at the account no longer count."""
    forget(f"password:account:{email.strip().lower()}", PASSWORDS)


def code(guest: Guest) -> None:
    """Count a mailed code before it is compared. Raises TooManyTries."""
    take(f"code:{guest.name}", *CODES)


def letter(guest: Guest, kind: str) -> None:
    """Count a letter of one kind before it is written. Raises TooManyTries."""
    take(f"letter:{kind}:{guest.name}", LETTERS)


def letters_from(guest: Guest, kind: str) -> None:
    """Count a letter of one kind that somebody at a network address asks for, to whomever. Raises TooManyTries."""
    take(f"letter:{kind}:address:{guest.address}", LETTERS_FROM)


def marked(email: str, cookie: str = "") -> str:
    """The cookie of a browser that got in: the one it has when that is this account's, else a new one."""
    wanted = email.strip().lower()
    if _mark(wanted, cookie):
        return cookie
    return signing.dumps([_digest(wanted), new_id("brw")], salt=SALT)


def _counted(guest: Guest) -> list[tuple[str, Limit]]:
    """The buckets of a try, the narrowest first: who is stopped there takes nothing from everybody's."""
    if guest.mark:
        return [(guest.name, PASSWORDS)]
    return [(f"address:{guest.address}", PASSWORDS), (guest.name, PASSWORDS), ("everybody", ALL_PASSWORDS)]


def _mark(email: str, cookie: str) -> str:
    try:
        digest, mark = signing.loads(cookie, salt=SALT, max_age=MARK_KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(mark) if digest == _digest(email) else ""


def _digest(email: str) -> str:
    return salted_hmac(SALT, email, algorithm="sha256").hexdigest()[:32]
