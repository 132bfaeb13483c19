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
        "phases": ["implementing", "final_evaluation"],
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
        "phases": ["implementing", "final_evaluation"],
    },
]

EVIDENCE = ("（演示）现场照片和监理记录", "https://example.org/demo/evidence")

FINDINGS = [
    ("complete", "（演示）内容齐全，佐证与说明一致。"),
    ("complete", "（演示）已实地查看，与填报一致。"),
    ("to_be_supplemented", "（演示）没有写明完成的工程量，请补充。"),
    ("evidence_insufficient", "（演示）照片看不出时间和地点。"),
    ("disputed", "（演示）填报已完工，走访时仍在施工。"),
]

STORIES: dict[str, Any] = {
    "units": {
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
    },
    "updates": [
        {
            "delivery": "in_progress",
            "words": "（演示）本季度完成主体工程的一部分，累计完成年度投资的六成。",
            "next_step": "（演示）下季度开展设备安装。",
        },
        {
            "delivery": "in_progress",
            "words": "（演示）完成招标和施工图审查，已进场施工。",
            "problems": "（演示）部分管线迁改尚未完成。",
            "next_step": "（演示）会同管线单位分段迁改。",
        },
        {
            "delivery": "delayed",
            "reason": "（演示）征地手续办理时间比预计长。",
            "words": "（演示）前期工作继续推进，尚未开工。",
            "next_step": "（演示）争取下季度取得用地批复。",
        },
        {
            "delivery": "completed",
            "words": "（演示）工程已通过竣工验收，开始投入使用。",
        },
        {
            "delivery": "not_started",
            "words": "（演示）列入下一年度计划，正在编制可行性研究报告。",
        },
    ],
}
