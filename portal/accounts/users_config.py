"""Wagtail's app of users with our forms, in INSTALLED_APPS in its place."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "portal.accounts.users_admin.AccountViewSet"
