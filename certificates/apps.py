"""Registers the app with Django."""

from importlib import import_module

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """The certificates app."""

    name = "certificates"

    def ready(self) -> None:
        """Load the tasks, which listen for orders."""
        import_module("certificates.tasks")
