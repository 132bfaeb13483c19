"""Words of disclosures in templates."""

from django import template

from .. import periods

register = template.Library()


@register.filter
def in_words(period: str) -> str:
    """`2024-Q3` as 2024年第三季度, in the language of the page."""
    return periods.words(period)
