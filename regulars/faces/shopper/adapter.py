"""How allauth's flows fit this market."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, ResetPasswordForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from regulars.discovery.recommend.actions import take_over
from regulars.discovery.recommend.actions.touching import forget_touches
from regulars.discovery.recommend.queries.lookers import is_off
from regulars.faces.look.answers import answer
from regulars.faces.look.requests import keep_count
from regulars.faces.shopper.looker import refused
from regulars.goods.catalog.queries import said
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.throttle import TooManyTries
from regulars.ground.kit.turnstile import Crowded
from regulars.people.accounts import tries
from regulars.people.merchants.queries import market
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import basket_count

PASSWORD = "regulars-demo"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """E-mail is the log-in name; guessing is slowed down; what was put in the basket before stays."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters speak in the market's name, not in its network address's."""
        place = market()
        home = SimpleNamespace(
            name=said(place.name, place.name_zh), domain=urlsplit(settings.SITE_URL).netloc
        )
        super().send_mail(template_prefix, email, context | {"current_site": home})

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is hashed. Raises ValidationError when there were too many."""
        self._guest = guest(request, credentials.get("email", ""))
        counted(tries.password, self._guest)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Who it is, or None. Raises ValidationError when there were too many tries, or too many people at once."""
        try:
            return super().authenticate(request, **credentials)
        except Crowded as refusal:
            tries.right(self._guest)
            raise forms.ValidationError(str(refusal.sentence), code=refusal.code)

    def _rollback_login_failed_rl_usage(self) -> None:
        tries.right(self._guest)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        tries.anew(credentials.get("email", ""))

    def logout(self, request: HttpRequest) -> None:
        """Whoever uses the browser next inherits nothing."""
        super().logout(request)
        forget_touches(visitor=str(request.visitor))  # type: ignore[attr-defined]

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> Any:
        """Carry the visitor's basket over, and mark the browser as one of this account's."""
        by = Actor("shopper", person_id=user.pk)
        if request.visitor:
            orders.merge_baskets(by=by, visitor=request.visitor)
            _carry_on(request, user)
        response = super().post_login(request, user, **kwargs)
        mark_browser(request, response, user.email or "")
        keep_count(response, basket_count(by=by), secure=request.is_secure())
        return response


def home_of(request: HttpRequest) -> str:
    """The network address a request came from, as tries are counted: the first half of an IPv6 address."""
    return tries.household(AccountAdapter(request).get_client_ip(request))


def _carry_on(request: HttpRequest, user: Any) -> None:
    """What was looked at in this visit stays known, of whom that is allowed; what others left in the browser goes."""
    visitor = str(request.visitor)  # type: ignore[attr-defined]
    if refused(request) or is_off(user.pk):
        forget_touches(visitor=visitor)
    else:
        take_over(person=user.public_id, visitor=visitor)


def guest(request: HttpRequest, email: str) -> tries.Guest:
    """Who stands at the door: e-mail, network address and the browser's mark."""
    address = AccountAdapter(request).get_client_ip(request)
    return tries.at_the_door(email, address, request.COOKIES.get(tries.MARK, ""))


def counted(count: Any, *args: Any) -> None:
    """Count a try for a form. Raises ValidationError when there were too many."""
    try:
        count(*args)
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal.sentence), code=refusal.code)


def mark_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let the browser be counted by itself the next time somebody logs in to this account with it."""
    value = tries.marked(email, request.COOKIES.get(tries.MARK, ""))
    response.set_cookie(
        tries.MARK, value, max_age=tries.MARK_KEPT, path="/account/", httponly=True, samesite="Lax",
        secure=settings.HTTPS,
    )  # fmt: skip


def too_many(request: HttpRequest) -> HttpResponse:
    """The page for whoever tries more often than a person would."""
    return answer(request, TooManyTries(retry_after=300))


class ResetForm(ResetPasswordForm):  # type: ignore[misc]
    """So many letters a day, whether or not there is such an account."""

    def clean_email(self) -> str:
        """The e-mail as typed."""
        email: str = super().clean_email()
        counted(tries.letter, guest(context.request, email), "reset")
        return email


class LogInCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """Mailed codes are counted before they are compared."""

    def clean_code(self) -> str:
        """The code as typed."""
        stage = getattr(context.request, "_login_stage", None)
        email = stage.state.get("email", "") if stage else ""
        counted(tries.code, guest(context.request, email))
        code: str = super().clean_code()
        return code


def demo_cards() -> list[dict[str, str]]:
    """One-click log-ins, in the demo town only."""
    if not settings.DEMO:
        return []
    rows = (
        ("Alice", _("Shopper"), _("A regular of several stores."), "alice", "/", "basket"),
        ("Mei", _("Merchant"), _("Owns Purple Clay House."), "mei", "/desk/", "store"),
        ("Lin", _("Reception"), _("Works for Mei and may answer shoppers."), "lin", "/desk/", "people"),
        ("Olga", _("Operator"), _("Runs the market."), "olga", "/console/", "shield"),
    )
    return [
        {
            "name": name, "role": str(role), "text": str(text), "email": f"{who}@example.com",
            "password": PASSWORD, "next": home, "icon": icon,
        }
        for name, role, text, who, home, icon in rows
    ]  # fmt: skip
