"""What a store makes to order: the form, its questions and the usual plan."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.merchant.agreements.reading import BLANK, plan_of, questions_of, remedies_of, shown, typed
from regulars.faces.merchant.agreements.views import ACTIVE, tabs_of
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.goods.catalog.queries import products_of_store, said
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.people.merchants.queries import Store
from regulars.trade.agreements import actions
from regulars.trade.agreements.queries import QuoteForm, form_of, forms_of, saying

TEXTS = ("product", "title", "title_zh", "intro", "intro_zh")


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Every form of the store."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    rows = [
        {
            "id": row.public_id,
            "title": said(row.title, row.title_zh),
            "product": said(row.product.title, row.product.title_zh),
            "href": reverse("desk_quote_form", args=[store.public_id, row.public_id]),
            "open": row.closed_at is None,
            "questions": len(row.fields),
        }
        for row in forms_of(store)
    ]
    return show(
        request, "agreements/forms", store, actor, ACTIVE, rows=rows, **tabs_of(store, "desk_quote_forms")
    )


def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """A new form; `?product=` chooses what it hangs on."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    return _edit(request, store, actor, None)


def edit(request: HttpRequest, store_id: str, form_id: str) -> HttpResponse:
    """Change a form. Raises NotFound."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    return _edit(request, store, actor, form_of(store, form_id))


def do(request: HttpRequest, store_id: str, form_id: str) -> HttpResponse:
    """Close or open a form. Raises NotFound."""
    store, actor = here(request, store_id)
    wish = request.POST.get("do", "")
    if wish not in ("close", "reopen"):
        raise BadInput(param="do")
    try:
        if wish == "close":
            actions.close_form(by=actor, store=store, form_id=form_id)
            messages.success(request, _("Closed: nobody new can ask. What was asked goes on."))
        else:
            actions.reopen_form(by=actor, store=store, form_id=form_id)
            messages.success(request, _("Shoppers can ask again."))
    except actions.AlreadyAsked as refusal:
        messages.error(request, str(refusal.sentence))
    return go("desk_quote_form", store.public_id, form_id)


def _edit(request: HttpRequest, store: Store, actor: Actor, row: QuoteForm | None) -> HttpResponse:
    values = shown(row) if row else BLANK | {"product": request.GET.get("product", "")}
    given = Given(request.POST, store.currency)
    if request.method == "POST":
        fields = _fields(given)
        if not given.errors:
            try:
                kept = actions.save_form(
                    by=actor, store=store, given=fields, form_id=row.public_id if row else ""
                )
            except Refusal as refusal:
                _take(given, refusal)
            else:
                messages.success(request, _("Kept. Shoppers see it on the product and on your store's page."))
                return go("desk_quote_form", store.public_id, kept.public_id)
        values = typed(given)
    return show(
        request,
        "agreements/form",
        store,
        actor,
        ACTIVE,
        status=422 if given.errors else 200,
        form_row=row,
        values=values,
        errors=given.errors,
        listed=given.listed(),
        kinds=_kinds(),
        milestone_kinds=[("", _("– none –")), *((key, str(label)) for key, label in saying.KINDS.items())],
        products=[("", _("Choose")), *_products(store)],
    )


def _fields(given: Given) -> actions.FormFields:
    texts = {name: given.text(name) for name in TEXTS}
    return actions.FormFields(
        **texts,
        fields=questions_of(given),
        plan=plan_of(given),
        remedies=remedies_of(given),
        acceptance_days=given.whole("acceptance_days", needed=True, high=60) or 0,
        give_up_days=given.whole("give_up_days", needed=True, high=180) or 0,
        answer_days=given.whole("answer_days", low=0, high=60) or 0,
    )


def _take(given: Given, refusal: Refusal) -> None:
    words = saying.PROBLEMS.get(str(refusal.details.get("code", "")))
    if words and refusal.param:
        given.refuse(refusal.param, str(words))
    else:
        given.take(refusal, {}, "title")


def _kinds() -> list[tuple[str, str]]:
    return [
        ("", _("– none –")),
        ("measure", _("Measurement")),
        ("choice", _("Choice")),
        ("text", _("Free text")),
    ]


def _products(store: Store) -> list[tuple[str, str]]:
    return [
        (row.public_id, said(row.title, row.title_zh)) for row in products_of_store(store, size=100).items
    ]
