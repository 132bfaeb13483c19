"""Every kind of page a reader meets, by the addresses of the contract.

An address with `*` stands for the first link below it on its list page; `{name}` for
the number of a furnished suggestion or what works.py made, `{part}` for the part that
most suggestions are about.
"""

from tests.proofs import in_full

KINDS: dict[str, str] = {
    "home": "",
    "contents": "plan/",
    "plan": "plan/korla-14/",
    "chapter": "plan/korla-14/9/",
    "section": "plan/korla-14/15/2/",
    "section-box": "plan/korla-14/4/5/",
    "section-table": "plan/korla-14/2/4/",
    "section-heads": "plan/korla-14/9/2/",
    "indicators": "indicators/",
    "indicator-words": "indicators/1/",
    "indicator-chart": "indicators/3/",
    "indicator-two-rows": "indicators/7/",
    "indicator-measured": "indicators/4/",
    "method": "method/",
    "items": "items/",
    "item": "items/{an_item}/",
    "updates": "updates/",
    "updates-chapter": "updates/?chapter=3",
    "update": "updates/{an_update}/",
    "update-withdrawn": "updates/{gone_update}/",
    "projects": "projects/",
    "project": "projects/{a_project}/",
    "tasks": "tasks/",
    "task": "tasks/{a_task}/",
    "units": "units/",
    "unit": "units/{unit_key}/",
    "scorecard": "scorecard/",
    "scorecard-cycle": "scorecard/?cycle=2025",
    "overdue": "overdue/",
    "places": "places/",
    "place": "places/*",
    "search": "search/?q=%E5%85%BB%E8%80%81",
    "search-form": "search/",
    "search-nothing": "search/?q=zzzz",
    "search-status": "search/status/",
    "suggestions": "suggestions/",
    "suggestions-chapter": "suggestions/?chapter=15",
    "suggestions-part": "suggestions/?part={part}",
    "suggestions-none": "suggestions/?chapter=2",
    "suggestion-answered": "suggestions/{answered}/",
    "suggestion-masked": "suggestions/{masked}/",
    "suggestion-late": "suggestions/{late}/",
    "tombstone": "suggestions/{refused}/",
    "withdrawn": "suggestions/{withdrawn}/",
    "merged": "suggestions/{merged}/",
    "reply-extended": "suggestions/{extended}/",
    "reply-corrected": "suggestions/{corrected}/",
    "reply-withheld": "suggestions/{withheld}/",
    "statistics": "suggestions/statistics/",
    "log": "moderation/log/",
    "rules": "moderation/rules/",
    "how-it-works": "how-it-works/",
    "before-you-write": "before-you-write/",
    "what-is-kept": "what-is-kept/",
    "sitemap": "sitemap/",
    "privacy": "privacy/",
    "accessibility": "accessibility/",
    "not-found": "there/is/no/such/page/",
}
#: Pages that show another kind's template with other rows: axe reads them in Chinese.
LIKE_ANOTHER = frozenset({
    "section-box", "section-heads", "indicator-words", "indicator-two-rows",
    "suggestions-chapter", "suggestions-part", "suggestions-none",
    "suggestion-masked", "suggestion-late", "withdrawn", "merged", "reply-extended",
    "search-nothing", "updates-chapter", "update-withdrawn", "scorecard-cycle",
})  # fmt: skip
#: Where a field offers words: their only script.
SEARCH_KINDS = ("home", "search", "search-form", "search-nothing")
#: Pages without a language of their own.
PLAIN_KINDS: dict[str, str] = {
    "login": "accounts/login/",
    "writing": "suggest/?part={part}",
    "writing-nowhere": "suggest/",
    "return": "return/",
}

LANGUAGES = {"zh": "", "en": "en/", "ug": "ug/"}
#: (view, language): the elder view of the other two languages under `make prove`.
WAYS = [
    (view, language)
    for view in ("usual", "elder")
    for language in LANGUAGES
    if view == "usual" or language == "zh" or in_full()
]
