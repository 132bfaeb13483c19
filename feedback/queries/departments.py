"""What a department sees of what was routed to it: the moderated text, nothing else."""

from django.utils.translation import gettext_lazy as _

from feedback.moderation.models import MaskedText
from feedback.replies.permissions import can_draft_for
from feedback.replies.routing import current_routing
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import ANSWERABLE, State
from portal.accounts.models import User
from portal.refusals import Refused


def routed_text(*, suggestion: Suggestion, user: User) -> str:
    """The text for the unit that has to answer: masked where it was masked.

    Raises Refused (not_own_unit, state, erased).
    """
    row = Suggestion.objects.select_related("words").get(pk=suggestion.pk)
    routing = current_routing(row)
    if routing is None or not can_draft_for(user, routing.unit_id):
        raise Refused("not_own_unit", _("只能查看分给本单位的建议。"))
    if row.state not in ANSWERABLE:
        raise Refused("state", _("这条建议现在不需要答复。"))
    if row.is_erased:
        raise Refused("erased", _("作者已删除内容。"))
    if row.state == State.PUBLISHED_MASKED:
        masked = MaskedText.objects.filter(suggestion=row).order_by("-decision_id")
        return masked[0].text
    return row.words.text
