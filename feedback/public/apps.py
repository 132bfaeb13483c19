from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "feedback.public"
    label = "feedback_public"
    verbose_name = "公众参与的页面"

    def ready(self) -> None:
        from . import beside, navigation, units  # models are ready only now

        beside.register()
        navigation.register()
        units.register()
