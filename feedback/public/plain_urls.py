"""Writing and returning: one constant address each, without a language."""

from django.urls import path

from .views_return import return_page
from .views_suggest import suggest

urlpatterns = [
    path("suggest/", suggest, name="suggest"),
    path("return/", return_page, name="return"),
]
