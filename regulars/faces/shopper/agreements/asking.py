"""The form with which a shopper asks for something to be made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.agreeing.doing import RAISED, photos
from regulars.faces.look.going import go
from regulars.faces.shopper.frame import looking, show
from regulars.goods.catalog.queries import said
from regulars.ground.kit.refusals import Refusal
from regulars.trade.agreements import actions, rules
from regulars.trade.agreements.queries import QuoteForm, open_form, saying
from regulars.trade.agreements.rules import Field

NAME = "q-"


def ask(request: HttpRequest, form_id: str) -> HttpResponse:
    """The store's questions; POST asks. Raises NotFound, LogInFirst."""
    form = open_form(form_id)
    by = looking(request)
    if request.method != "POST":
        return _page(request, form, {})
    by.require_person()
    given = {
        key.removeprefix(NAME): request.POST.get(key, "") for key in request.POST if key.startswith(NAME)
    }
    try:
        row = actions.ask(
            by=by, form_id=form_id, given=given, text=request.POST.get("text", ""), photos=photos(request)
        )
    except RAISED:
        raise
    except actions.AnswersWrong as refusal:
        errors = {f"{NAME}{key}": str(saying.ANSWERS[why]) for key, why in refusal.details["wrong"].items()}
        return _page(request, form, given, errors, status=422)
    except Refusal as refusal:
        return _page(request, form, given, {"photos": str(refusal.sentence)}, status=refusal.status)
    messages.success(request, _("The store has your wish and answers with an offer. You see it here."))
    return go("agreement", row.public_id)


def _page(
    request: HttpRequest,
    form: QuoteForm,
    given: dict[str, str],
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    store = form.store
    return show(
        request,
        "agreements/ask",
        active="stores",
        status=status,
        form_row=form,
        store=store,
        store_name=said(store.name, store.name_zh),
        title=said(form.title, form.title_zh),
        intro=said(form.intro, form.intro_zh),
        product=form.product,
        fields=[_field(one, given) for one in rules.read_fields(form.fields)],
        text=request.POST.get("text", "")[:2000],
        errors=errors or {},
        listed=[{"text": text, "href": f"#f-{name}"} for name, text in (errors or {}).items()],
        log_in=reverse("account_login") + f"?next={request.path}"
        if not request.user.is_authenticated
        else "",
        back={"href": reverse("store", args=[store.slug]), "label": said(store.name, store.name_zh)},
    )


def _field(one: Field, given: dict[str, str]) -> dict[str, Any]:
    ranged = _("From %(low)s to %(high)s %(unit)s") % {"low": one.low, "high": one.high, "unit": one.unit}
    return {
        "name": f"{NAME}{one.key}",
        "kind": one.kind,
        "label": said(one.label, one.label_zh),
        "unit": one.unit,
        "help": ranged if one.kind == "measure" else "",
        "options": [(each, each) for each in one.options],
        "needed": one.needed,
        "value": given.get(one.key, "")[:500],
    }
