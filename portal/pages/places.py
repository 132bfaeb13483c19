"""Words that are the same for everybody, with places for what is one person's.

A receipt differs from the next in nine values. Its words are kept as the pieces of the
frame are (portal.pages.frame); a person's own values are put in afterwards and kept
nowhere.
"""

import re
from collections.abc import Hashable, Mapping

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from .frame import kept

#: For private use (Unicode, chapter 23.5): no template and no escaping changes them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACE = re.compile(f"{_OPEN}([a-z_]+){_CLOSE}")


def filled(
    template: str, own: Mapping[str, str], /, **values: Hashable
) -> SafeString:
    """What `template` says of `values`, with `own`, escaped, where it names them.

    The template may print a name of `own`, and do nothing else with it.
    """
    places = {name: f"{_OPEN}{name}{_CLOSE}" for name in own}
    said = {name: conditional_escape(value) for name, value in own.items()}
    page = kept(template, **values, **places)
    return mark_safe(_PLACE.sub(lambda place: said[place[1]], page))  # noqa: S308
