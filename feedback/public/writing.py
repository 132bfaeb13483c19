"""One form being written: what stands in it between two requests, and what is wrong.

Whatever happens to a form, its words are given back: they are read from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from feedback.suggestions import personal_data
from feedback.suggestions.models import FeedbackSettings
from feedback.suggestions.personal_data import DataKind
from feedback.suggestions.states import Kind, Visibility
from plan_pages.document.models import Part
from portal import sealing
from portal.intake import fields as names
from portal.intake import formkeys
from portal.intake.bodies import MAX_LENGTH, Reason, Refusal, TextForm
from portal.intake.formkeys import FormKey, FormKeyRefused
from portal.refusals import Message

PURPOSE = "suggest"


@dataclass(frozen=True)
class Problem:
    """`field` is the name of the field it stands at, "" for the form."""

    code: str
    message: Message
    field: str = ""


@dataclass
class Writing:
    """`key_held` is False where the form brought no key of ours that still holds."""

    part: Part
    key: FormKey
    key_held: bool = False
    kind: str = ""
    visibility: str = ""
    text: str = ""
    contact: str = ""
    resubmit: str = ""
    proof: str = ""
    trap: str = ""
    keeps_data: bool = False
    problems: list[Problem] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    wait: int = 0
    status: int = 200

    def refuse(self, status: int, *problems: Problem) -> None:
        self.status = status
        self.problems.extend(problems)

    def renew(self) -> None:
        """A new key for the next try: the old one leads nowhere any more."""
        self.key, self.proof = formkeys.issue(purpose=PURPOSE), ""

    @property
    def by_field(self) -> dict[str, list[Problem]]:
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(problem.field or "form", []).append(problem)
        return found


def blank(part: Part) -> Writing:
    return Writing(part=part, key=formkeys.issue(purpose=PURPOSE), key_held=True)


def read(part: Part, form: TextForm | Refusal) -> Writing:
    """The form as it came, its key read, nothing judged yet."""
    said = form.fields
    key, held = _key(said.get(names.FORM_KEY, ""))
    return Writing(
        part=part,
        key=key,
        key_held=held,
        kind=said.get("kind", ""),
        visibility=said.get("visibility", ""),
        text=form.text if isinstance(form, TextForm) else form.kept,
        contact=said.get("contact", ""),
        resubmit=said.get("resubmit", ""),
        proof=said.get(names.PROOF, ""),
        trap=said.get(names.TRAP, ""),
        keeps_data=said.get("personal_data") == "keep",
    )


def judge(writing: Writing, form: TextForm | Refusal) -> None:
    """Add what is wrong with the fields; numbers that look personal are asked about."""
    if isinstance(form, Refusal):
        problem = Problem(form.reason, refusal_message(form), "text")
        writing.refuse(form.status, problem)
    if writing.kind not in Kind:
        writing.refuse(422, Problem("kind", _("请先选择来信类型。"), "kind"))
    if writing.visibility not in Visibility:
        chosen = Problem("visibility", _("请选择公开或不公开。"), "visibility")
        writing.refuse(422, chosen)
    if not writing.key_held:
        writing.refuse(
            422, Problem("expired", _("表单已过期，请重新提交；内容已保留。"))
        )
    if not writing.problems and not writing.keeps_data:
        _ask_about_data(writing)
    if writing.problems and isinstance(form, Refusal):
        writing.status = form.status


def _ask_about_data(writing: Writing) -> None:
    spans = personal_data.find(writing.text)
    if spans:
        labels = data_labels()
        writing.found = list(
            dict.fromkeys(
                f"{labels[span.kind]}：{writing.text[span.start : span.end]}"
                for span in spans
            )
        )
        asked = Problem("personal_data", _("内容里好像有个人号码。"), "personal_data")
        writing.refuse(422, asked)


def data_labels() -> dict[DataKind, str]:
    return {
        DataKind.IDENTITY_CARD: _("身份证号"),
        DataKind.PHONE: _("电话号码"),
        DataKind.BANK_CARD: _("银行卡号"),
        DataKind.PLATE: _("车牌号"),
        DataKind.EMAIL: _("电子邮箱"),
    }


def refusal_message(refusal: Refusal) -> str:
    """What a person can do about a body that was refused."""
    messages: Mapping[Reason, str] = {
        Reason.TOO_LARGE: _("送来的内容太大，没有读。请返回上一页，分几条提交。"),
        Reason.MALFORMED: _("表单送来时不完整，请返回上一页再提交一次。"),
        Reason.NOT_UTF8: _("内容里有无法辨认的字节，已用�标出。请改正后再提交。"),
        Reason.NUL: _("内容里有空字符，已用␀标出。请删去后再提交。"),
        Reason.EMPTY: _("请写下内容。"),
        Reason.TOO_LONG: _("内容有 %(length)s 字，最多 %(most)s 字，请分几条提交。")
        % {"length": refusal.length, "most": MAX_LENGTH},
    }
    return messages[refusal.reason]


def takes_contact(settings: FeedbackSettings) -> bool:
    """The operator turned it on, and there is a key to seal it to."""
    return settings.contact_enabled and sealing.available()


def _key(text: str) -> tuple[FormKey, bool]:
    try:
        return formkeys.read(text, purpose=PURPOSE), True
    except FormKeyRefused:
        return formkeys.issue(purpose=PURPOSE), False
