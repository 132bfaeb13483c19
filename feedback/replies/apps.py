from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "feedback.replies"
    label = "replies"
    verbose_name = "答复"
