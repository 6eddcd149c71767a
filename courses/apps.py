"""Registers the app with Django."""

from importlib import import_module

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """The courses app."""

    name = "courses"

    def ready(self) -> None:
        import_module("courses.receivers")
