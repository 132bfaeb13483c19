"""The column 建议与答复, the return page beside it, the notices in the footer."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from feedback.queries.counts import of_plan
from feedback.queries.overdue import overdue
from feedback.queries.published import newest_answered
from plan_pages.document.current import current_plan, has_current_plan
from portal.registry import HomePanel, NavigationEntry, home_panels, navigation

#: Answers on the front door.
SHOWN = 2


def register() -> None:
    column = _("建议与答复")
    also = ("suggest/", "return/")
    entry = NavigationEntry(
        column, "suggestions/", 50, also=also, shown=has_current_plan
    )
    navigation.register(entry)
    footer = (
        (_("怎样参与"), "how-it-works/", 10),
        (_("说话之前"), "before-you-write/", 20),
        (_("留下什么"), "what-is-kept/", 30),
        (_("审核规则"), "moderation/rules/", 40),
        (_("审核日志"), "moderation/log/", 50),
    )
    for label, path, order in footer:
        navigation.register(NavigationEntry(label, path, order, area="footer"))
    home_panels.register(panel)


def panel(request: HttpRequest) -> list[HomePanel]:
    """What was said of the current plan, answered, and what is late.

    One query, two more where anything was said, and one where anything was answered.
    """
    plan = current_plan(request)
    if plan is None:
        return []
    counts = of_plan(plan)
    late = overdue() if counts.received else None
    answered = newest_answered(plan.pk, most=SHOWN) if counts.answered else []
    context = {"counts": counts, "overdue": late, "answered": answered}
    return [HomePanel("aside", "feedback/public/home_panel.html", context, order=30)]
