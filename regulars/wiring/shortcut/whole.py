"""A remembered page as it leaves the house: learnt from an answer of Django's, and written anew for each reader."""

from __future__ import annotations

import re
import time
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from os import urandom
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import CSRF_SECRET_LENGTH

from regulars.faces.look.own import MARK, for_strangers
from regulars.faces.look.remembered import KEY, NONCE, TOKEN, Drawn
from regulars.faces.look.requests import keep_visitor
from regulars.faces.shopper.looker import MOMENT
from regulars.faces.shopper.personal.watching import keep_moment
from regulars.ground.kit.ids import new_ids
from regulars.ground.lake.identity import COOKIE, sign
from regulars.wiring.shortcut.callers import Caller
from regulars.wiring.shortcut.tokens import letters, masked

Line = tuple[bytes, bytes]
POLICY, REQUEST_ID, SET_COOKIE = b"content-security-policy", b"x-request-id", b"set-cookie"
OURS = {name.encode() for name in (COOKIE, MOMENT, settings.CSRF_COOKIE_NAME)}
OWN_NONCE = re.compile(rb"(?<='nonce-)[A-Za-z0-9+/=]{24}(?=')")
SHAPES = {TOKEN: re.compile(rb"\w{64}"), KEY: re.compile(rb"key_\w{20}"), NONCE: re.compile(rb"[\w+/=]{24}")}
BLANK = b"0VALUE0"


@dataclass(frozen=True, slots=True)
class Whole:
    """Pieces of the body with gaps for what is the reader's own, and the lines of the head."""

    pieces: list[bytes]
    gaps: dict[str, list[int]]
    lines: list[Line]
    policy: int
    request_id: int
    opened: str
    secure: bool
    size: int

    def written(self, caller: Caller, signs: bytes) -> tuple[list[Line], list[bytes]]:
        """Head and body, in pieces, for this reader; what is the reader's own is drawn anew."""
        pieces, lines, gaps = self.pieces.copy(), self.lines.copy(), self.gaps
        cookies = _cookies(int(time.time()), self.secure)
        request_id, visitor, *keys = new_ids("req", "vis", *(KEY for _place in gaps[KEY]))
        lines[self.request_id] = (REQUEST_ID, caller.request_id or request_id.encode())
        for place, key in zip(gaps[KEY], keys, strict=True):
            pieces[place] = key.encode()
        if places := gaps[NONCE]:
            nonce = b64encode(urandom(16))
            _put(pieces, places, nonce)
            lines[self.policy] = _filled(lines[self.policy], nonce)
        if self.opened and not (caller.refuses or caller.machine or caller.moment):
            lines.append(cookies[MOMENT])
        if not caller.visitor:
            lines.append(_filled(cookies[COOKIE], sign(visitor, None, signs).encode()))
        if places := gaps[TOKEN]:
            drawn = letters(2 * CSRF_SECRET_LENGTH)
            mask, secret = drawn[:CSRF_SECRET_LENGTH], caller.secret.encode() or drawn[CSRF_SECRET_LENGTH:]
            _put(pieces, places, masked(secret, mask))
            lines.append(_filled(cookies[settings.CSRF_COOKIE_NAME], secret))
        return lines, pieces


def learnt(page: Drawn, lines: list[Line], body: bytes, *, opened: str, secure: bool) -> Whole | None:
    """The page as Django answered it to a stranger; None where that was not exactly the page and the usual lines."""
    pieces, gaps = _walked(page, body)
    named = [name for name, _value in lines]
    kept = [line for line in lines if line[0] != SET_COOKIE]
    cookies = {value.partition(b"=")[0] for name, value in lines if name == SET_COOKIE}
    policy = next((at for at, line in enumerate(kept) if line[0] == POLICY), -1)
    own = OWN_NONCE.findall(kept[policy][1]) if policy >= 0 else []
    if not pieces or not cookies <= OURS or named.count(REQUEST_ID) != 1 or len(own) != bool(gaps[NONCE]):
        return None
    if own:
        kept[policy] = (POLICY, kept[policy][1].replace(own[0], BLANK))
    at = [name for name, _value in kept].index(REQUEST_ID)
    return Whole(pieces, gaps, kept, policy, at, opened, secure, len(body))


def _walked(page: Drawn, body: bytes) -> tuple[list[bytes], dict[str, list[int]]]:
    """The body in pieces, which begin and end where the page's parts do. No pieces: it is not this page."""
    gaps: dict[str, list[int]] = {name: [] for name in SHAPES}
    pieces, at = [page.parts[0]], len(page.parts[0])
    same = body.startswith(page.parts[0])
    for name, part in zip(page.between, page.parts[1:], strict=True):
        own = _own(name, body, at)
        if own is None:
            return [], gaps
        if name in gaps:
            gaps[name].append(len(pieces))
        at += len(own)
        same = same and body.startswith(part, at)
        # Nothing of the reader whose answer this was stays here.
        pieces += (b"" if name in gaps else own, part)
        at += len(part)
    return (pieces if same and at == len(body) else []), gaps


def _own(name: str, body: bytes, at: int) -> bytes | None:
    """What stands in a gap: something of the known shape, or what stands for a mark."""
    if name in SHAPES:
        found = SHAPES[name].match(body, at)
        return found[0] if found else None
    mark = MARK.fullmatch(name.encode())
    given = for_strangers.get(mark[1].decode()) if mark else None
    return None if given is None else given.encode()


def _put(pieces: list[bytes], places: list[int], own: bytes) -> None:
    for place in places:
        pieces[place] = own


def _filled(line: Line, value: bytes) -> Line:
    return line[0], line[1].replace(BLANK, value, 1)


@lru_cache(4)
def _cookies(_second: int, secure: bool) -> dict[str, Line]:
    """The lines by which Django would set each cookie in this second."""
    answer: Any = HttpResponse()
    value = BLANK.decode()
    keep_moment(answer, secure=secure)
    keep_visitor(answer, value, secure=secure)
    answer.set_cookie(
        settings.CSRF_COOKIE_NAME,
        value,
        max_age=settings.CSRF_COOKIE_AGE,
        domain=settings.CSRF_COOKIE_DOMAIN,
        path=settings.CSRF_COOKIE_PATH,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=settings.CSRF_COOKIE_HTTPONLY,
        samesite=settings.CSRF_COOKIE_SAMESITE,
    )
    return {name: (SET_COOKIE, morsel.OutputString().encode()) for name, morsel in answer.cookies.items()}
