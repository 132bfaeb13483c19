"""The sheets and columns of the template, and of what comes back."""

from ..models import ObservationStatus

SOURCES = "来源文件"
FIGURES = "观测值"

SOURCE_HEADS = ("来源代号", "文件名称", "发文单位", "文号", "成文日期", "网址")
FIGURE_HEADS = (
    "行号",
    "指标",
    "年份",
    "数值",
    "数据状态",
    "统计口径",
    "来源代号",
    "取代编号",
    "修订原因",
)
#: The sheet is Chinese, whatever the language of the page it came from.
STATUS = {
    "初步数": ObservationStatus.PROVISIONAL.value,
    "最终数": ObservationStatus.FINAL.value,
    "修订数": ObservationStatus.REVISED.value,
}
