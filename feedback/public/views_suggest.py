"""`/suggest/`: one address for everything, the part and the words in the body.

A POST with `part` alone gives the writing page and writes nothing; one with the fields
stores the words and answers with the receipt itself. Whatever goes wrong, the words
stand in the form that comes back.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from feedback.queries import listing
from feedback.suggestions import authors, intake
from feedback.suggestions.models import FeedbackSettings
from plan_pages.document.current import current_plan, remember
from plan_pages.document.models import Part, PartKind
from portal.intake import effort, pow, throttle
from portal.intake import fields as names
from portal.intake.bodies import Reason, Refusal, TextForm, read_text_form
from portal.pages.languages import html_code
from portal.pages.meta import PageMeta, site_origin
from portal.pages.models import SiteFurniture
from portal.refusals import Refused
from portal.writing import CANNOT_WRITE, WriteUnavailable

from . import parts, receipts, ways, writing
from .exempt import private, token_holds
from .protecting import anonymity
from .weakenings import weakenings
from .whereabouts import call_of, place_of
from .writing import Problem, Writing

UNAVAILABLE = (WriteUnavailable, *CANNOT_WRITE)
#: A body with these has no fields at all.
UNREAD = (Reason.TOO_LARGE, Reason.MALFORMED)
#: Refusals after which the form needs a key of its own again.
SPENT = {"expired", "form_used", "another"}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _opened(request, request.GET.get("part", ""))
    form = read_text_form(request)
    with override(language_of(form.fields.get("language", ""))):
        try:
            return _posted(request, form)
        except UNAVAILABLE:
            return busy_page(request, form, "suggest")


def language_of(code: str) -> str:
    """The language that a form speaks: the address has none."""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _opened(request: HttpRequest, public_id: str) -> HttpResponse:
    """For printed addresses; without a part, how to come to one."""
    if public_id:
        part = parts.find(public_id)
        if part is None:
            raise Http404
        return _form(request, writing.blank(part), throttle.level(request))
    plan = current_plan(request)
    whole = Part.objects.current().filter(plan=plan, kind=PartKind.PLAN).first()
    return _page(request, "no_part", _("提建议"), part=whole, plan=plan)


def _posted(request: HttpRequest, form: TextForm | Refusal) -> HttpResponse:
    if isinstance(form, Refusal) and form.reason in UNREAD:
        return _lost(request, writing.refusal_message(form), form.status)
    part = parts.find(form.fields.get("part", ""))
    if part is None:
        text = form.text if isinstance(form, TextForm) else form.kept
        return _lost(request, _("没有找到要说的那一段。"), 404, text)
    remember(request, part.plan)
    if form.fields.get("step") == "paper":
        return _paper(request, part)
    if _is_first_step(form):
        opened = writing.read(part, form)
        _bring_back(opened)
        return _form(request, opened, throttle.level(request))
    return _submitted(request, part, form)


def _paper(request: HttpRequest, part: Part) -> HttpResponse:
    """To print: what the writing page says, and the address that leads to it."""
    address = f"{site_origin(request)}{reverse('suggest')}?part={part.public_id}"
    return _page(
        request,
        "paper",
        _("书面建议表"),
        part=part,
        place=place_of(part),
        address=address,
        qr=receipts.picture(address, _("这一段的二维码")),
        **_terms(FeedbackSettings.load()),
    )


def _terms(site: FeedbackSettings) -> dict[str, Any]:
    """What stands above the form, on paper as well."""
    return {
        "site": site,
        "anonymity": anonymity(site),
        "weakenings": weakenings(site),
    }


def _is_first_step(form: TextForm | Refusal) -> bool:
    empty = isinstance(form, Refusal) and form.reason is Reason.EMPTY
    return empty and names.FORM_KEY not in form.fields


def _bring_back(opened: Writing) -> None:
    """After a refusal the author begins with their own words."""
    opened.key_held = True
    if opened.resubmit:
        earlier = authors.find_by_code(opened.resubmit)
        if earlier is None:
            opened.resubmit = ""
        else:
            opened.text = earlier.words.text
            opened.kind, opened.visibility = earlier.kind, ""


def _submitted(
    request: HttpRequest, part: Part, form: TextForm | Refusal
) -> HttpResponse:
    draft = writing.read(part, form)
    if draft.kind == "personal":
        return _page(
            request,
            "hand_off",
            _("个人诉求"),
            status=422,
            text=draft.text,
            part=part,
            site=FeedbackSettings.load(),
        )
    if not token_holds(request, form.fields):
        said = _("浏览器没有带回本站的Cookie，请再提交一次；内容已保留。")
        draft.refuse(403, Problem("token", said))
    writing.judge(draft, form)
    level = throttle.note_request(request)
    if not draft.problems:
        _judge_effort(draft, level)
    if draft.problems:
        return _form(request, draft, level)
    return _received(request, draft, level)


def _judge_effort(draft: Writing, level: int) -> None:
    verdict = effort.judge(
        key=draft.key, proof=draft.proof, trap=draft.trap, level=level
    )
    if not verdict.accepted:
        draft.wait, draft.proof = max(verdict.seconds, 1), ""
        if verdict.lane is effort.Lane.BAD_PROOF:
            said = _("这次的验证不成立。请等 %(seconds)s 秒再按“提交”，内容已保留。")
        else:
            said = _("提交得太快了。请等 %(seconds)s 秒再按“提交”，内容已保留。")
        draft.refuse(429, Problem("wait", said % {"seconds": draft.wait}))


def _received(request: HttpRequest, draft: Writing, level: int) -> HttpResponse:
    earlier = authors.find_by_code(draft.resubmit) if draft.resubmit else None
    try:
        received = intake.receive(
            key=draft.key,
            part=draft.part,
            kind=draft.kind,
            visibility=draft.visibility,
            text=draft.text,
            contact=draft.contact,
            resubmission_of=earlier,
        )
    except Refused as refused:
        draft.refuse(409, Problem(refused.code, refused.message))
        if refused.code in SPENT:
            draft.renew()
        return _form(request, draft, level)
    back = f"{site_origin(request)}{reverse('return')}"
    place = place_of(received.suggestion.part)
    meta = _meta(_("收到了。请留好回执码"))
    return receipts.page(request, meta, received, place, back)


def _form(request: HttpRequest, draft: Writing, level: int) -> HttpResponse:
    site = FeedbackSettings.load()
    ways.remember(SiteFurniture.for_request(request))
    response = _page(
        request,
        "form",
        call_of(draft.part),
        status=draft.status,
        draft=draft,
        part=draft.part,
        place=place_of(draft.part),
        said=listing.in_order_of_number(plan_id=draft.part.plan_id, part=draft.part),
        is_open=draft.part.plan.takes_suggestions,
        **_terms(site),
        takes_contact=writing.takes_contact(site),
        language=request_language(),
        form_key=draft.key,
        challenge=pow.challenge_for(draft.key, level=level),
        minimum=effort.minimum(level),
    )
    if draft.wait:
        response["Retry-After"] = str(draft.wait)
    return response


def request_language() -> str:
    """For the form's hidden field; Chinese needs none."""
    code = html_code()
    return "" if code == "zh-Hans" else code


def busy_page(
    request: HttpRequest, form: TextForm | Refusal, action: str
) -> HttpResponse:
    """503 with the words in a form that sends the same again to the address named
    `action`; needs no database.
    """
    text = form.text if isinstance(form, TextForm) else form.kept
    page = render_to_string(
        "feedback/public/busy.html",
        {
            "action": reverse(action),
            "language": html_code(),
            "direction": "rtl" if get_language_bidi() else "ltr",
            "seconds": WriteUnavailable.retry_after,
            "fields": {
                name: value
                for name, value in form.fields.items()
                if name != "csrfmiddlewaretoken"
            },
            "token": get_token(request),
            "text": text,
            "furniture": ways.known(),
        },
    )
    headers = {"Retry-After": str(WriteUnavailable.retry_after)}
    return HttpResponse(page, status=503, headers=headers)


def _lost(
    request: HttpRequest, message: str, status: int, text: str = ""
) -> HttpResponse:
    """There is no form to go back to: the words stand on the page, to be copied."""
    return _page(
        request, "lost", _("没有提交成功"), status=status, message=message, text=text
    )


def _page(
    request: HttpRequest, name: str, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    template = f"feedback/public/{name}.html"
    return render(request, template, {"meta": _meta(title), **context}, status=status)


def _meta(title: str) -> PageMeta:
    return PageMeta(title=title, column_name=_("建议与答复"))
