"""`/return/`: the code, always in a POST, opens one's own suggestion.

A wrong code and one whose suggestion is erased get the same bytes: that answer holds
no token, no echo of what was typed and nothing that changes between requests.

Whoever asks for `application/json` gets the same facts as JSON, to look only.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from feedback.moderation.appeals import open_appeal
from feedback.queries.returns import opened, own_text
from feedback.suggestions import authors
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.intake.bodies import Reason, Refusal, TextForm, read_text_form
from portal.pages.meta import PageMeta
from portal.refusals import Refused

from . import own_json
from .exempt import private, token_holds
from .showing import owed_of
from .views_suggest import UNAVAILABLE, UNREAD, busy_page, language_of, request_language
from .whereabouts import place_of
from .writing import refusal_message

Form = TextForm | Refusal
#: What a step did, as a sentence; raises Refused.
Step = Callable[[Suggestion, Form], str]


@private
@require_http_methods(["GET", "HEAD", "POST"])
def return_page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _ask(request)
    form = read_text_form(request)
    if isinstance(form, Refusal) and form.reason in UNREAD:
        said = refusal_message(form)
        return _ask(request, status=form.status, problem=said)
    with override(language_of(form.fields.get("language", ""))):
        suggestion = authors.find_by_code(form.fields.get("code", ""))
        if _wants_json(request):
            return _as_json(suggestion, form.fields)
        if suggestion is None:
            return _ask(request, status=404)
        return _act(request, suggestion, form)


def _wants_json(request: HttpRequest) -> bool:
    kinds = ["text/html", "application/json"]
    return request.get_preferred_type(kinds) == "application/json"


def _as_json(suggestion: Suggestion | None, fields: Mapping[str, str]) -> JsonResponse:
    """Steps are not taken: a program has no token. `show=text` adds the words."""
    if suggestion is None:
        return JsonResponse({"found": False}, status=404)
    text = own_text(suggestion) if fields.get("show") == "text" else None
    return JsonResponse(own_json.facts(opened(suggestion), text))


def _ask(
    request: HttpRequest, status: int = 200, done: str = "", problem: str = ""
) -> HttpResponse:
    context = {
        "meta": PageMeta(title=_("凭回执码查看"), column_name=_("建议与答复")),
        "not_found": status == 404,
        "done": done,
        "problem": problem,
        "language": request_language(),
    }
    return render(request, "feedback/public/return_ask.html", context, status=status)


def _act(request: HttpRequest, suggestion: Suggestion, form: Form) -> HttpResponse:
    step = STEPS.get(form.fields.get("step", ""))
    if step is None:
        return _open(request, suggestion, form.fields)
    if not token_holds(request, form.fields):
        said = _("浏览器没有带回本站的Cookie，请再按一次。")
        return _open(request, suggestion, form.fields, problem=said, status=403)
    try:
        done = step(suggestion, form)
    except Refused as refused:
        said, text = str(refused.message), _text(form)
        return _open(
            request, suggestion, form.fields, problem=said, text=text, status=409
        )
    except UNAVAILABLE:
        return busy_page(request, form, "return")
    if suggestion.is_erased:
        return _ask(request, done=done)
    return _open(request, suggestion, form.fields, done=done)


def _open(
    request: HttpRequest,
    suggestion: Suggestion,
    fields: Mapping[str, str],
    *,
    status: int = 200,
    **context: str,
) -> HttpResponse:
    part = Part.objects.select_related("page", "plan").get(pk=suggestion.part_id)
    found = opened(suggestion)
    asks_text = fields.get("show") == "text"
    page = {
        "meta": PageMeta(title=_("我的建议"), column_name=_("建议与答复")),
        "code": fields.get("code", ""),
        "opened": found,
        "suggestion": suggestion,
        "place": place_of(part),
        "part": part,
        "owed": owed_of(found.answers),
        "own_text": own_text(suggestion) if asks_text else None,
        "confirm": fields.get("step", "") if fields.get("step") in CONFIRMED else "",
        "language": request_language(),
        **context,
    }
    return render(request, "feedback/public/return.html", page, status=status)


def _text(form: Form) -> str:
    return form.text if isinstance(form, TextForm) else form.kept


def _withdraw(suggestion: Suggestion, form: Form) -> str:
    authors.withdraw(suggestion=suggestion)
    return _("已撤回。")


def _erase(suggestion: Suggestion, form: Form) -> str:
    authors.erase(suggestion=suggestion)
    return _("内容已经删除，这个回执码从此查不到任何东西。")


def _appeal(suggestion: Suggestion, form: Form) -> str:
    if isinstance(form, Refusal):
        empty = form.reason is Reason.EMPTY
        said = _("请写明为什么要重新看。") if empty else refusal_message(form)
        raise Refused(form.reason, said)
    open_appeal(suggestion=suggestion, text=form.text)
    return _("申诉已收到，由另一名审核员决定。")


#: The last press of each; before it a page asks (ask-withdraw, ask-erase).
STEPS: dict[str, Step] = {
    "withdraw": _withdraw,
    "erase": _erase,
    "appeal": _appeal,
}
CONFIRMED = {"ask-withdraw", "ask-erase"}
