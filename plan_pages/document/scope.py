"""Which plan a list speaks of: the current one, or the one its address names.

`/items/` means the current plan; `/plan/<key>/items/` is the canonical address of the
same page. Links keep to the form that the reader came by. What has an id of its own
needs no plan in its address: `/updates/<id>/` means the plan that it belongs to.
"""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import override

from portal.pages.meta import PageMeta
from portal.pages.models import SiteFurniture

from .contents import Contents, Entry
from .current import current_plan
from .models import Plan

View = Callable[..., HttpResponseBase]


def find_plan(request: HttpRequest, key: str | None) -> Plan | None:
    """The plan of that key, or the current one; None where there is no current plan.

    Raises Http404 for a key that no published plan has.
    """
    plan = current_plan(request)
    if key is None or (plan is not None and plan.key == key):
        return plan
    return get_object_or_404(Plan.objects.live(), key=key)


class Scope:
    """A plan, its contents, and the chapter that `?chapter=<no>` narrows to."""

    def __init__(
        self, request: HttpRequest, plan: Plan, *, keyed: bool | None = None
    ) -> None:
        self.request = request
        self.plan = plan
        self.keyed = not plan.is_current if keyed is None else keyed

    @cached_property
    def contents(self) -> Contents:
        """Read once a request, whoever asks."""
        kept = vars(self.request).setdefault("_contents", {})
        if self.plan.pk not in kept:
            SiteFurniture.site_of(self.request)  # the address asks for the site
            kept[self.plan.pk] = Contents(
                self.plan, self.plan.get_url(self.request) or ""
            )
        contents: Contents = kept[self.plan.pk]
        return contents

    @cached_property
    def chapter(self) -> Entry | None:
        """None without `?chapter=`. Raises Http404 where no chapter has the number."""
        asked = self.request.GET.get("chapter")
        if asked is None:
            return None
        known = {str(entry.ordinal): entry for entry in self.contents.chapters}
        if asked not in known:
            raise Http404
        return known[asked]

    def covers(self, page_id: int) -> bool:
        """Whether a page stands in the chapter asked for (every page without one)."""
        if self.chapter is None:
            return True
        return self.contents.chapter_of(page_id) is self.chapter

    def url(self, name: str, *args: Any) -> str:
        """The address of a list or a thing in it, in the reader's form."""
        if self.keyed:
            return self.canonical(name, *args)
        return reverse(name, args=args)

    def canonical(self, name: str, *args: Any) -> str:
        """The address under the plan's key, in the language of this page."""
        return reverse(f"plan_{name}", args=[self.plan.key, *args])

    def meta(self, title: str, column: str, name: str, *args: Any) -> PageMeta:
        """Meta tags of a list or a thing in it; the canonical address is Chinese."""
        with override(settings.LANGUAGE_CODE):
            canonical = self.canonical(name, *args)
        return PageMeta(title=title, column_name=column, canonical=canonical)


def of_plan(view: View) -> View:
    """Hand the view a Scope; without any plan answer with a page that says so."""

    @wraps(view)
    def scoped(
        request: HttpRequest, *args: Any, key: str | None = None, **kwargs: Any
    ) -> HttpResponseBase:
        plan = find_plan(request, key)
        if plan is None:
            return render(request, "plan_pages/no_plan.html")
        scope = Scope(request, plan, keyed=key is not None)
        vars(request)["_scope"] = scope
        return view(request, scope, *args, **kwargs)

    return scoped


def of_own_plan(lookup: str) -> Callable[[View], View]:
    """As `of_plan`, for a thing whose `public_id` is unique over all plans.

    Its short address means the plan it belongs to, current or not; `lookup` leads
    there from Plan, e.g. `updates__public_id`.
    """

    def decorate(view: View) -> View:
        scoped = of_plan(view)

        @wraps(view)
        def found(
            request: HttpRequest,
            *args: Any,
            public_id: str,
            key: str | None = None,
            **kwargs: Any,
        ) -> HttpResponseBase:
            try:
                return scoped(request, *args, key=key, public_id=public_id, **kwargs)
            except Http404:
                # Asked only where the current plan has no such thing.
                others = Plan.objects.live().filter(is_current=False)
                own = others.filter(**{lookup: public_id}).first()
                if key is not None or own is None:
                    raise
            return scoped(request, *args, key=own.key, public_id=public_id, **kwargs)

        return found

    return decorate


def scope_of(request: HttpRequest) -> Scope | None:
    """Of the page that is being made: its address's plan, else the current one."""
    scope: Scope | None = vars(request).get("_scope")
    if scope is None and (plan := current_plan(request)) is not None:
        scope = Scope(request, plan)
    return scope
