"""`{% nonce_attribute %}` in the admin's templates that write a script inline."""

from django import template
from django.utils.safestring import SafeString

from .. import nonce

register = template.Library()


@register.simple_tag
def nonce_attribute() -> SafeString:
    return nonce.attribute()
