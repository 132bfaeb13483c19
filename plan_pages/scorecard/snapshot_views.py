"""`/scorecard/<id>/`: a frozen cycle, to be cited and taken away."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plan_pages.document.scope import Scope, of_own_plan
from portal.http.pagecache import depends_on

from .axes import AXES
from .downloads import card_csv
from .models import CycleSnapshot
from .tables import groups_of, ratios


@require_safe
@of_own_plan("snapshots__public_id")
def snapshot(request: HttpRequest, scope: Scope, public_id: str) -> HttpResponse:
    """The counts as they stood, with what the ledger holds of them."""
    frozen = _found(request, scope, public_id)
    title = _("%(kind)s %(year)s：封存的公开一览") % {
        "kind": frozen.get_kind_display(),
        "year": frozen.year,
    }
    context = {
        "meta": scope.meta(title, _("公开"), "snapshot", public_id),
        "scope": scope,
        "plan": scope.plan,
        "frozen": frozen,
        "as_of": datetime.date.fromisoformat(frozen.content["as_of"]),
        "groups": groups_of(frozen.content),
        "ratios": ratios(frozen.content),
        "axes": AXES,
        "address": request.build_absolute_uri(scope.canonical("snapshot", public_id)),
    }
    return render(request, "plan_pages/scorecard/snapshot.html", context)


@require_safe
@of_own_plan("snapshots__public_id")
def snapshot_csv(request: HttpRequest, scope: Scope, public_id: str) -> HttpResponse:
    return card_csv(_found(request, scope, public_id).content)


def _found(request: HttpRequest, scope: Scope, public_id: str) -> CycleSnapshot:
    depends_on(request, f"plan:{scope.plan.pk}", "scorecard")
    rows = CycleSnapshot.objects.filter(plan=scope.plan)
    return get_object_or_404(rows, public_id=public_id)
