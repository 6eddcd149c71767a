"""Registers the app with Django."""

from importlib import import_module

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        import_module("cms.receivers")
