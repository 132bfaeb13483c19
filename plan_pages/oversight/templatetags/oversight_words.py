"""Words of findings in templates."""

from django import template

from ..queries import word_of

register = template.Library()


@register.filter
def finding_word(code: str | None) -> str:
    """`to_be_supplemented` as 待补充; None as 未核查."""
    return str(word_of(code))
