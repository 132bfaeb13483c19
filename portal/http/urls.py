from django.urls import path
from django.views.decorators.http import require_safe

from .health import healthz

urlpatterns = [path("healthz", require_safe(healthz), name="healthz")]
