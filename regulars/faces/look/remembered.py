"""What a stranger sees is drawn once for all of them, until the database changes and for a second at most.

A crowd before a store costs one drawing a second. What is each reader's own (the token of a form, its key, the nonce of
a script) is cut out before a page is kept and put in anew for everybody.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import translation

from regulars.faces.look.own import MARK, filled
from regulars.ground.engines.version import version
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id

View = Callable[..., HttpResponse]
LASTS = timedelta(seconds=1)
# Where a request says which page answered it: key and page, for the short way.
REMEMBERED = "regulars.remembered"
LARGEST, MOST = 256 * 1024, 32 * 1024 * 1024
LONGEST_KEY = 600
OWN_COOKIES = {"rv", "csrftoken", "moment", "personal"}
KNOWN_COOKIES = {"sessionid", "messages"}
TOKEN, KEY, NONCE = "token", "key", "nonce"
FIELDS = re.compile(
    rb'(?<=name="csrfmiddlewaretoken" value=")(?P<token>\w{64})|(?<=name="idempotency_key" value=")(?P<key>\w+)'
    rb'|(?<=nonce=")(?P<nonce>[^"]+)(?=")|(?P<mark>' + MARK.pattern + rb")"
)


@dataclass(slots=True)
class Drawn:
    """A page in parts, with what belongs between them (or the mark of it); of which state of the database, and when.

    `whole`: how it leaves the house, as the short way learnt it; None before that.
    """

    parts: tuple[bytes, ...]
    between: tuple[str, ...]
    headers: dict[str, str]
    version: str
    at: datetime
    whole: object = None

    @property
    def marked(self) -> bool:
        """Whether something in it is drawn for each reader (`own`)."""
        return not {TOKEN, KEY, NONCE}.issuperset(self.between)

    @property
    def size(self) -> int:
        """Bytes it keeps busy."""
        return sum(map(len, self.parts))


class Memory:
    """The pages of one process, the longest unread leaving first."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._size = most, 0
        self._pages: OrderedDict[Hashable, Drawn] = OrderedDict()
        self._lock = threading.Lock()
        self._turns = [threading.Lock() for _number in range(64)]

    def turn(self, key: Hashable) -> threading.Lock:
        """Held by whoever draws the page, so that a crowd does not draw it at once."""
        return self._turns[hash(key) % len(self._turns)]

    def get(self, key: Hashable, now_visible: str) -> Drawn | None:
        """The page, if the database is still what it was drawn from."""
        with self._lock:
            found = self._pages.get(key)
            if found is None or found.version != now_visible:
                return None
            if not timedelta() <= clock.now() - found.at <= LASTS:
                return None
            self._pages.move_to_end(key)
            return found

    def put(self, key: Hashable, page: Drawn) -> None:
        """Keep a page; others make room."""
        with self._lock:
            self._size += page.size - (self._pages[key].size if key in self._pages else 0)
            self._pages[key] = page
            self._pages.move_to_end(key)
            while self._size > self._most:
                self._size -= self._pages.popitem(last=False)[1].size


PAGES = Memory()


def remembered(view: View) -> View:
    """For a page that is the same for everybody who is not logged in."""

    @wraps(view)
    def page(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        return filled(request, common(request, *args, **kwargs))

    def common(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        key, visible = _key(request), ""
        if key is not None:
            visible = version()
        if key is None or not visible:
            return view(request, *args, **kwargs)
        if found := PAGES.get(key, visible):
            return _handed(request, key, found)
        turn = PAGES.turn(key)
        mine = turn.acquire(timeout=LASTS.total_seconds())
        try:
            visible = version()
            if found := PAGES.get(key, visible):
                return _handed(request, key, found)
            at, response = clock.now(), view(request, *args, **kwargs)
            if visible:
                _keep(request, key, response, visible, at)
            return response
        finally:
            if mine:
                turn.release()

    return page


def _key(request: HttpRequest) -> Hashable:
    """What the page depends on; None for a reader of one's own pages, parts of pages and endless addresses."""
    if request.method != "GET" or KNOWN_COOKIES & request.COOKIES.keys() or "HX-Request" in request.headers:
        return None
    cookies = tuple(sorted((n, v) for n, v in request.COOKIES.items() if n not in OWN_COOKIES))
    key = (request.scheme, request.get_host(), request.get_full_path(), translation.get_language(), cookies)
    return key if len(repr(key)) <= LONGEST_KEY else None


def _keep(request: HttpRequest, key: Hashable, response: HttpResponse, visible: str, at: datetime) -> None:
    if response.status_code != 200 or response.streaming or response.cookies:
        return
    if len(response.content) > LARGEST:
        return
    nonce = str(getattr(request, "_csp_nonce", None) or "").encode()
    parts, between, end = [], [], 0
    for found in FIELDS.finditer(response.content):
        if found["nonce"] not in {None, nonce}:
            continue
        parts.append(response.content[end : found.start()])
        between.append(found["mark"].decode() if found["mark"] else str(found.lastgroup))
        end = found.end()
    parts.append(response.content[end:])
    page = Drawn(tuple(parts), tuple(between), dict(response.items()), visible, at)
    PAGES.put(key, page)
    request.META[REMEMBERED] = key, page


def _handed(request: HttpRequest, key: Hashable, page: Drawn) -> HttpResponse:
    request.META[REMEMBERED] = key, page
    own = {TOKEN: get_token(request).encode()} if TOKEN in page.between else {}
    if NONCE in page.between:
        own[NONCE] = str(request.csp_nonce).encode()  # type: ignore[attr-defined]
    whole = [page.parts[0]]
    for name, part in zip(page.between, page.parts[1:], strict=True):
        whole += (own.get(name) or _fresh(name), part)
    return HttpResponse(b"".join(whole), headers=page.headers)


def _fresh(name: str) -> bytes:
    """A form's key; a mark stays, `filled` puts in what it stands for."""
    return (new_id("key") if name == KEY else name).encode()
