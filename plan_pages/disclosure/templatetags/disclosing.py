"""Words of disclosures in templates."""

from typing import Any

from django import template

from .. import periods, reviews

register = template.Library()


@register.filter
def in_words(period: str) -> str:
    """`2024-Q3` as 2024年第三季度, in the language of the page."""
    return periods.words(period)


@register.filter
def review_word(version: Any) -> str:
    """What was found of it, by its word; the version comes from a list with reviews."""
    return reviews.review_word(version)
