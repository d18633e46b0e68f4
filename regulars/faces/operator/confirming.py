"""Grave acts ask for the password again; for five minutes it need not be typed twice."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.faces.look.forms import Given
from regulars.faces.operator.frame import here, show
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import Refusal

MARK = "console_confirmed"
SALT = "regulars.console.confirmed"
GOOD_FOR = timedelta(minutes=5)
MOST_TRIES = 5
TRIES_SECONDS = 600


class TooManyTries(Refusal):
    """Somebody guesses."""

    status = 429
    code = "too-many-tries"
    sentence = gettext_lazy("Too many wrong passwords. Wait ten minutes and try again.")


def confirmed(request: HttpRequest) -> bool:
    """Whether this person typed the password in this session within the last five minutes."""
    try:
        person, at = signing.loads(request.session.get(MARK, ""), salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return False
    age = clock.now().timestamp() - at
    return bool(person == request.user.pk and 0 <= age < GOOD_FOR.total_seconds())


def proved(request: HttpRequest, given: Given) -> bool:
    """Whether a grave form may go on: the password was typed lately, or stands right in the form itself.

    Otherwise the form is refused at `password`, with all else as it was typed. Raises TooManyTries.
    """
    if confirmed(request):
        return True
    if not given.text("password"):
        given.refuse("password", _("This is grave: type your password to show that it is you."))
    elif not _knows_password(request):
        given.refuse("password", _("This is not your password. Type it again."))
    return not given.errors


def _knows_password(request: HttpRequest) -> bool:
    """Whether the password sent is this person's; it then holds for five minutes. Raises TooManyTries."""
    key = f"console:tries:{request.user.pk}"
    cache.add(key, 0, TRIES_SECONDS)
    if cache.incr(key) > MOST_TRIES:
        raise TooManyTries(retry_after=TRIES_SECONDS)
    if not request.user.check_password(request.POST.get("password", "")):
        return False
    cache.delete(key)
    request.session[MARK] = signing.dumps([request.user.pk, clock.now().timestamp()], salt=SALT)
    return True


def ask(back: str) -> HttpResponseRedirect:
    """Send somebody to type the password; `back` is where the act is done then."""
    return HttpResponseRedirect(f"{reverse('console_confirm')}?{urlencode({'next': back})}", status=303)


def confirm(request: HttpRequest) -> HttpResponse:
    """Type the password again."""
    actor = here(request)
    back = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        return show(request, "confirm", actor, "", back=back, error="")
    if not _knows_password(request):
        error = _("This is not your password. Type it again.")
        return show(request, "confirm", actor, "", status=422, back=back, error=error)
    messages.success(request, _("Thank you. You can go on for five minutes."))
    return HttpResponseRedirect(back, status=303)


def _safe(request: HttpRequest, back: str) -> str:
    own = back.startswith(reverse("console"))
    fine = own and url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    return back if fine else reverse("console")
