from django.apps import AppConfig


class DocumentConfig(AppConfig):
    name = "plan_pages.document"
    label = "document"
    verbose_name = "规划文本"

    def ready(self) -> None:
        from . import guarding, navigation, publishing, search  # models are ready now

        guarding.connect()
        navigation.register()
        publishing.connect()
        search.register()
