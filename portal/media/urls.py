from django.urls import path

from .views import picture

urlpatterns = [path("media/images/<str:name>", picture, name="picture")]
