from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "search"
    verbose_name = "搜索"

    def ready(self) -> None:
        from . import freshness, navigation, nightly  # models are ready only now

        freshness.register()
        nightly.register()
        navigation.register()
