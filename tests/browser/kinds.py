"""Every kind of page a reader meets, by the addresses of the contract.

An address with `*` stands for the first link below it on its list page.
"""

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
    "items": "items/",
    "item": "items/*",
    "places": "places/",
    "place": "places/*",
    "search": "search/?q=%E5%85%BB%E8%80%81",
    "search-form": "search/",
    "search-nothing": "search/?q=zzzz",
    "sitemap": "sitemap/",
    "privacy": "privacy/",
    "accessibility": "accessibility/",
    "not-found": "there/is/no/such/page/",
}
#: Where a field offers words: their only script.
SEARCH_KINDS = ("home", "search", "search-form", "search-nothing")
#: Pages without a language of their own.
PLAIN_KINDS: dict[str, str] = {"login": "accounts/login/"}

LANGUAGES = {"zh": "", "en": "en/", "ug": "ug/"}
