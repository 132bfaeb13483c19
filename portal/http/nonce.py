"""The number that lets the admin's few inline scripts run in one answer.

Widgets are rendered without a request, so it stands in a context variable meanwhile.
"""

from contextvars import ContextVar
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser

#: Callable that makes or gives the nonce of this request; None outside the admin.
current: ContextVar[Any] = ContextVar("csp_nonce", default=None)


def attribute() -> SafeString:
    """` nonce="…"` within a request for the admin, else nothing."""
    nonce = current.get()
    # 22 characters of base64 and two =: nothing in it needs escaping.
    return mark_safe(f' nonce="{nonce}"' if nonce is not None else "")  # noqa: S308


def teach_choosers() -> None:
    """Wagtail writes a chooser's script in Python, where no template reaches it."""
    if not hasattr(BaseChooser, "render_without_nonce"):
        BaseChooser.render_without_nonce = BaseChooser.render
        BaseChooser.render = _render


def _render(self: Any, *args: Any, **kwargs: Any) -> SafeString:
    """The first `<script>` is Wagtail's own: what stands before it is escaped."""
    html = self.render_without_nonce(*args, **kwargs)
    return mark_safe(html.replace("<script>", f"<script{attribute()}>", 1))  # noqa: S308
