"""Units in the admin's settings: added and renamed, never deleted."""

from django.forms import ModelForm, modelform_factory
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet

from .models import Unit

_NAMES = ["name", "short_name", "kind", "order"]


class UnitViewSet(ModelViewSet):
    """The key stands in public addresses, so it is given once."""

    model = Unit
    icon = "group"
    menu_label = Unit._meta.verbose_name
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["name", "short_name", "kind", "key"]
    search_fields = ["name", "short_name", "key"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        fields = _NAMES if for_update else ["key", *_NAMES]
        return modelform_factory(Unit, form=WagtailAdminModelForm, fields=fields)


@hooks.register("register_admin_viewset")
def units_viewset() -> UnitViewSet:
    return UnitViewSet("units", url_prefix="units")
