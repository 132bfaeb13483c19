"""Why there is no schedule word, or what a reader must know about one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    NO_OBSERVATION = "no_observation", _("规划期内的数据还没有在这里发布。")
    NO_TARGET = "no_target", _("没有可以比较的目标数值。")
    NO_BASE = "no_base", _("无基期值，仅列差距。")
    BASE_IS_TARGET = "base_is_target", _("基期已等于目标，没有可以计算的路程。")
    NO_ANNUAL_TARGET = "no_annual_target", _("该年的年度目标还没有录入。")
    NO_TOLERANCE = "no_tolerance", _("“基本同步”的容差还没有录入。")
    REAL_GROWTH = "real_growth", _("比较口径是实际增速，而这里的数据只能算出名义增速。")
    NO_REFERENCE = "no_reference", _("被比较的指标在同一时期还没有数据。")
    MISSING_YEARS = "missing_years", _("中间缺少年份，缺少的年份不当作零。")
    ZERO_TARGET = "zero_target", _("目标为零，不能算完成的比例。")
    CAP = "cap", _("累计的上限只在末年评估。")
    INCONSISTENT = (
        "inconsistent",
        _("数据不一致：不同文件的数得出不同的结论。"),
    )
    NO_RULE = "no_rule", _("这一行没有登记评估方法。")
