"""Words of the invented disclosures. All of them say that they are a demonstration."""

from typing import Any

#: Rules that an administrator sets; the first period follows from the launch.
RULES: list[dict[str, Any]] = [
    {
        "name": "项目季度进展",
        "subject": "project",
        "cycle": "quarter",
        "term_days": 15,
        "needs_evidence": True,
        "basis": "plan",
        "basis_text": "规划纲要“规划实施与监督”一节：按年度公布进展",
    },
    {
        "name": "指标年度数据",
        "subject": "indicator",
        "cycle": "annual",
        "term_days": 60,
        "needs_value": True,
        "needs_words": False,
        "basis": "statute",
        "basis_text": "政府信息公开条例第二十条",
    },
    {
        "name": "任务半年进展",
        "subject": "task",
        "cycle": "half_year",
        "term_days": 20,
        "needs_next_step": True,
        "basis": "local",
        "basis_text": "（演示）规划实施责任分解办法第六条",
    },
    {
        "name": "单位年度报告",
        "subject": "unit",
        "cycle": "annual",
        "term_days": 40,
        "needs_problems": True,
        "basis": "local",
        "basis_text": "（演示）规划实施责任分解办法第九条",
    },
]
#: Asked for once, so late that its last day is near; {term} is set by the day.
ONCE: dict[str, Any] = {
    "name": "下一年度工作安排",
    "subject": "unit",
    "cycle": "once",
    "basis": "site",
    "basis_text": "（演示）本站自定：年底前公布下一年度安排",
}
PHASES = ["implementing", "final_evaluation"]

EVIDENCE = ("（演示）现场照片和监理记录", "https://example.org/demo/evidence")

FINDINGS = [
    ("complete", "（演示）内容齐全，佐证与说明一致。"),
    ("complete", "（演示）已实地查看，与填报一致。"),
    ("to_be_supplemented", "（演示）没有写明完成的工程量，请补充。"),
    ("evidence_insufficient", "（演示）照片看不出时间和地点。"),
    ("disputed", "（演示）填报已完工，走访时仍在施工。"),
]

UNITS: dict[str, str] = {
    "公交 交通 铁路 公路 步道 枢纽 机场": "transport",
    "小区 停车 供水管网 棚户 住房 食堂": "housing",
    "托育 卫生 医院 医疗 疾控": "health",
    "养老 适老 福利 殡葬": "civil",
    "学校 教育 幼儿园 高中 职业": "education",
    "河 湖 水库 水利 灌区 防洪": "water",
    "污水 环境 垃圾 生态 空气 水体 优良": "ecology",
    "公园 城市 供热 路灯": "urban",
    "农 粮食 香梨 畜牧 乡村": "farming",
    "旅游 文化 景区 非遗": "culture",
    "物流 商贸 消费 市场": "commerce",
    "森林 林 草原 绿化": "forestry",
    "失业 就业 社保 养老保险": "labour",
    "能耗 能源 电": "industry",
    "产值 GDP 生产总值 收入 增长 城镇化": "statistics",
    "研发 专利 科技 创新 数字化": "science",
}

#: What a unit says of one thing from period to period; each begins somewhere in it.
LIFE: list[dict[str, Any]] = [
    {
        "delivery": "not_started",
        "words": "（演示）列入年度计划，正在编制可行性研究报告。",
        "next_step": "（演示）报批可行性研究报告。",
    },
    {
        "delivery": "in_progress",
        "words": "（演示）完成招标和施工图审查，已进场施工。",
        "problems": "（演示）部分管线迁改尚未完成。",
        "next_step": "（演示）会同管线单位分段迁改。",
    },
    {
        "delivery": "in_progress",
        "words": "（演示）完成主体工程的一部分，累计完成年度投资的六成。",
        "next_step": "（演示）下一期开展设备安装。",
    },
    {
        "delivery": "delayed",
        "reason": "（演示）征地手续办理时间比预计长。",
        "words": "（演示）已完成部分正常运行，余下路段尚未开工。",
        "next_step": "（演示）争取下一期取得用地批复。",
    },
    {
        "delivery": "in_progress",
        "words": "（演示）用地批复已经取得，恢复施工。",
        "next_step": "（演示）年底前完成主体工程。",
    },
    {
        "delivery": "completed",
        "words": "（演示）已通过验收，开始投入使用。",
        "next_step": "（演示）转入日常管理。",
    },
]
REPORT: dict[str, Any] = {
    "delivery": "in_progress",
    "words": "（演示）本单位牵头的各项任务按年度安排推进，完成情况见各项目页面。",
    "problems": "（演示）跨部门事项协调用时较长。",
    "next_step": "（演示）每季度会商一次。",
}
ADJUSTED: dict[str, Any] = {
    "delivery": "adjusted",
    "decided_by": "（演示）市政府关于调整部分项目建设内容的批复，演示〔2026〕7号",
    "words": "（演示）建设规模由四十处调整为三十二处，其余并入下一年度。",
    "next_step": "（演示）按调整后的内容继续实施。",
}
STOPPED: dict[str, Any] = {
    "delivery": "stopped",
    "decided_by": "（演示）澜溪市人民政府专题会议纪要，演示〔2026〕9号",
    "words": "（演示）因与另一项目重复，经批准停止实施，已完成部分移交管理。",
}
#: Said in the last days, the newest first.
NEWS = (
    "（演示）今天起开放试运行，首周免费，请提意见。",
    "（演示）第二标段完成路面铺设，月底前恢复通行。",
    "（演示）新增的三处站点已经通过验收。",
    "（演示）居民意见征求会已召开，采纳的意见列入施工图。",
    "（演示）设备全部到场，开始安装调试。",
)

#: Of a project, in turn: (days ago, stage, the reason where one is owed).
ROADS: tuple[tuple[tuple[int, str, str], ...], ...] = (
    (
        (420, "reserve", ""),
        (330, "preparatory", ""),
        (200, "under_construction", ""),
    ),
    (
        (420, "preparatory", ""),
        (360, "under_construction", ""),
        (90, "completed", ""),
        (30, "commissioned", ""),
    ),
    ((400, "reserve", ""),),
    ((410, "preparatory", ""), (250, "under_construction", ""), (60, "completed", "")),
    (
        (410, "preparatory", ""),
        (300, "under_construction", ""),
        (100, "suspended", "（演示）资金未落实，经市政府同意暂缓。"),
    ),
    ((400, "reserve", ""), (150, "preparatory", "")),
    (
        (400, "reserve", ""),
        (80, "withdrawn", "（演示）与另一项目合并实施，经批准调出。"),
    ),
)

#: (number of an indicator of the invented plan, section, paragraph).
ANCHORS = ((2, "1/2", 1), (3, "3/1", 1), (5, "4/1", 1), (6, "4/1", 1))
