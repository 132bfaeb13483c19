"""What a suggestion can be. The ledger carries these names: they are fixed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    RECEIVED = "received", _("待审核")
    WITHDRAWN = "withdrawn", _("作者已撤回")
    PUBLISHED = "published", _("已公开")
    PUBLISHED_MASKED = "published_masked", _("遮盖后公开")
    ACCEPTED_UNPUBLISHED = "accepted_unpublished", _("已接收，不公开")
    MERGED = "merged", _("已合并")
    HANDED_OFF = "handed_off", _("已转交")
    REFUSED = "refused", _("未予公开")
    TAKEN_DOWN = "taken_down", _("已下架")


#: The text, or its masked form, stands on public pages.
PUBLIC = frozenset({State.PUBLISHED, State.PUBLISHED_MASKED})
#: Routed to a unit and answered.
ANSWERABLE = PUBLIC | {State.ACCEPTED_UNPUBLISHED}
#: The author may ask another person to look again.
APPEALABLE = frozenset(
    {
        State.REFUSED,
        State.TAKEN_DOWN,
        State.HANDED_OFF,
        State.MERGED,
        State.PUBLISHED_MASKED,
        State.ACCEPTED_UNPUBLISHED,
    }
)


class Kind(models.TextChoices):
    """Chosen before typing; a personal case is handed off and never stored."""

    SUGGESTION = "suggestion", _("建议")
    QUESTION = "question", _("咨询")
    ERROR = "error", _("纠错")


class Visibility(models.TextChoices):
    """The author's choice, without a default."""

    PUBLIC = "public", _("公开")
    PRIVATE = "private", _("不公开")


class Channel(models.TextChoices):
    WEB = "web", _("网站")
    PAPER = "paper", _("书面")


class PublicationMode(models.TextChoices):
    """What the site does with texts; it stands above the form."""

    EACH = "each", _("逐条公开")
    SELECTION = "selection", _("选登")
    NUMBERS_ONLY = "numbers_only", _("只公开数量和答复")
