from django.apps import AppConfig


class HttpConfig(AppConfig):
    name = "portal.http"
    label = "http"
    verbose_name = "网络"
