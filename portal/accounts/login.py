"""There is one login: allauth's, with its limits and its second factor."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


def to_account_login(request: HttpRequest) -> HttpResponse:
    """Stands where Wagtail's own login views would; `?next=` goes along."""
    query = request.META.get("QUERY_STRING", "")
    url = reverse("account_login")
    return HttpResponseRedirect(f"{url}?{query}" if query else url)
