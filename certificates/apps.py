"""Registers the app with Django, and the protection of what was issued with every migration."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CertificatesConfig(AppConfig):
    """The certificates app."""

    name = "certificates"

    def ready(self) -> None:
        """Load the tasks, which listen for orders, and the check of the seal's settings."""
        import_module("certificates.tasks")
        import_module("certificates.exports.seals.checks")
        protection = import_module("certificates.models.protection")
        post_migrate.connect(protection.protect_certificates, sender=self)
