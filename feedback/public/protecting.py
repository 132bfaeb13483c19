"""保护说明: what this site's live settings let it promise, a sentence a protection.

Each sentence says what the application itself does now; what weakens one is said in it.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from feedback.suggestions.models import FeedbackSettings
from feedback.suggestions.states import PublicationMode

from .writing import takes_contact


def protections(site: FeedbackSettings) -> list[str]:
    return [
        anonymity(site),
        _address(),
        _line(),
        _seen_by(site),
        _("公开的页面只写到周，编号是随机的，看不出先后。"),
        _published(site),
        _("批评、语气不好、不同意规划，都不是不公开的理由；不公开要写明依据和理由。"),
        _errors(),
        _erasable(site),
    ]


def anonymity(site: FeedbackSettings) -> str:
    """Stands above the form as well."""
    if takes_contact(site):
        return _("不用登录，不问姓名、身份证号；联系方式可以不留，留了就不再是匿名。")
    return _("不用登录，不问姓名、电话、身份证号。")


def backups(site: FeedbackSettings) -> str:
    """How long a backup may still hold what was erased."""
    if site.backup_days is None:
        return _("待配置")
    return _("最多 %(days)s 天") % {"days": site.backup_days}


def _address() -> str:
    said = _("本应用不读取、不保存您的网络地址（IP地址），日志里也没有。")
    if settings.INTAKE_PSEUDONYM_HEADER:
        more = _("前置服务器给来访者一个临时代号，只在内存里用来控制快慢，十分钟一换。")
        return f"{said}{more}"
    return said


def _line() -> str:
    said = _("所有的话都送到同一个地址，写的是哪一段不在地址里，在内容里面。")
    if settings.SESSION_COOKIE_SECURE:
        more = _("连接要求加密，线路上的记录看不出您说的是哪一段。")
    else:
        more = _("本站没有要求加密连接（HTTPS），线路上的人可能看到您写的内容。")
    return f"{said}{more}"


def _seen_by(site: FeedbackSettings) -> str:
    said = _("审核员和承办单位看不到是谁写的；承办单位只看到审核后的内容。")
    if takes_contact(site):
        more = _("留下的联系方式是密封的，由专人在另一台机器上打开。")
        return f"{said}{more}"
    return said


def _published(site: FeedbackSettings) -> str:
    sentences = {
        PublicationMode.EACH: _("选了“公开”的，审核后逐条登出，能遮盖的不退回。"),
        PublicationMode.SELECTION: _("本站选登：审核通过的也可能不登原文。"),
        PublicationMode.NUMBERS_ONLY: _("本站不登原文：只公开数量和答复。"),
    }
    counted = _("不登的也计入数量，也要答复。")
    return f"{sentences[PublicationMode(site.publication_mode)]}{counted}"


def _errors() -> str:
    if settings.DEBUG:
        return _("本站开着调试：出错时错误页可能显示您写的内容。")
    return _("出错时，错误页和错误报告里没有您写的内容。")


def _erasable(site: FeedbackSettings) -> str:
    said = _("您随时可以撤回和删除，不用说明理由。")
    more = _("删除以后，备份里的还留：%(days)s。") % {"days": backups(site)}
    return f"{said}{more}"
