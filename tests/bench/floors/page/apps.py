"""The app of the floor's one page type."""

from django.apps import AppConfig


class PageConfig(AppConfig):
    name = "tests.bench.floors.page"
    label = "floor"
    default_auto_field = "django.db.models.BigAutoField"
