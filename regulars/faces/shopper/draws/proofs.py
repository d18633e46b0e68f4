"""How a draw is checked: the file with everything, a page that does it, and in words how."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.shopper.draws import wording
from regulars.faces.shopper.frame import public, show
from regulars.ground.kit.refusals import NotFound
from regulars.trade.draws import queries
from regulars.trade.draws.queries import Draw, Lottery, Trial


@public
def of_lottery(request: HttpRequest, lottery_id: str) -> HttpResponse:
    """The proof of a lottery. Raises NotFound."""
    row = queries.lottery_for_shoppers(lottery_id)
    return _page(request, row, row.draw, reverse("lottery_proof_file", args=[lottery_id]))


@public
def of_trial(request: HttpRequest, trial_id: str) -> HttpResponse:
    """The proof of a trial decided by lot. Raises NotFound."""
    row = queries.trial_for_shoppers(trial_id)
    return _page(request, row, row.draw, reverse("trial_proof_file", args=[trial_id]))


def lottery_file(request: HttpRequest, lottery_id: str) -> HttpResponse:
    """Everything of a lottery's draw as one file. Raises NotFound."""
    return _file(queries.lottery_for_shoppers(lottery_id).draw)


def trial_file(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Everything of a trial's draw as one file. Raises NotFound."""
    return _file(queries.trial_for_shoppers(trial_id).draw)


def _page(request: HttpRequest, row: Lottery | Trial, draw: Draw | None, file: str) -> HttpResponse:
    if draw is None:
        raise NotFound()
    return show(
        request,
        "draws/proof",
        active="home",
        title=queries.title_of(row),
        href=wording.href(row),
        draw=draw,
        scratch=draw.terms["way"] == "instant",
        file=file,
        back={"href": wording.href(row), "label": queries.title_of(row)},
        said=_sayings(),
    )


def _sayings() -> dict[str, str]:
    """What the script says, in the reader's language."""
    return {
        "holds": _("It holds: every step gives what was published."),
        "waits": _("So far it holds: the entries and rules are those that were fixed. It is not drawn yet."),
        "chain": _("It does not hold: the entries or the rules are not those the digest was made of."),
        "seed": _("It does not hold: the seed is not the one that was fixed before the first entry."),
        "winners": _("It does not hold: the winners are not those that the seed and the entries give."),
        "passed": _(
            "It does not hold: a prize that was not taken did not go to the next in the drawn order."
        ),
        "cannot": _("This browser cannot compute it here. Download the file and use the command below."),
        "lot": _("Lot %(n)s wins %(prize)s") % {"n": "%(n)s", "prize": "%(prize)s"},
    }


def _file(draw: Draw | None) -> HttpResponse:
    if draw is None:
        raise NotFound()
    answer = HttpResponse(queries.proof_of(draw), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{draw.public_id}.json"'
    return answer
