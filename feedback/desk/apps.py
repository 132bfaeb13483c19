from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "feedback.desk"
    label = "feedback_desk"
    verbose_name = "今天要办"
