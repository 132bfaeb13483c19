"""Notices in plain words, computed from the live settings."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.moderation import rules
from feedback.moderation.models import RulesVersion
from feedback.suggestions.models import FeedbackSettings
from portal.http.pagecache import depends_on
from portal.intake.formkeys import LIFETIME
from portal.pages.meta import PageMeta

from .protecting import backups, protections
from .weakenings import weakenings
from .writing import takes_contact


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    return _notice(request, "how_it_works", _("怎样参与"))


@require_safe
def before_you_write(request: HttpRequest) -> HttpResponse:
    """With 保护说明, sentence by sentence as the live settings have it."""
    said = protections(FeedbackSettings.load())
    return _notice(request, "before_you_write", _("说话之前"), protections=said)


@require_safe
def what_is_kept(request: HttpRequest) -> HttpResponse:
    return _notice(
        request, "what_is_kept", _("留下什么，留多久"), form_hours=LIFETIME // 3600
    )


@require_safe
def moderation_rules(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Those in force, or an older version: a decision names the one it followed."""
    current = rules.current()
    versions = list(RulesVersion.objects.all())
    known = {version.number: version for version in versions}
    if number is not None and number not in known:
        raise Http404
    return _notice(
        request,
        "rules",
        _("审核规则"),
        version=current if number is None else known[number],
        current=current,
        versions=versions,
    )


def _notice(
    request: HttpRequest, name: str, title: str, **context: Any
) -> HttpResponse:
    depends_on(request, "rules")
    site = FeedbackSettings.load()
    page = {
        "meta": PageMeta(title=title, column_name=_("建议与答复")),
        "site": site,
        "weakenings": weakenings(site),
        "takes_contact": takes_contact(site),
        "backups": backups(site),
        "pseudonym": bool(settings.INTAKE_PSEUDONYM_HEADER),
        **context,
    }
    return render(request, f"feedback/public/{name}.html", page)
