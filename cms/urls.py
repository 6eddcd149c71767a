"""Addresses of the cms app; pages themselves are served by Wagtail."""

from django.urls import path

from cms import views

app_name = "cms"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("look/", views.styleguide, name="styleguide"),
]
