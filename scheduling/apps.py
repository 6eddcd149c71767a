"""Registers the app with Django, and its ledger's protection with every migration."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SchedulingConfig(AppConfig):
    name = "scheduling"

    def ready(self) -> None:
        import_module("scheduling.receivers")
        protection = import_module("scheduling.models.protection")
        post_migrate.connect(protection.protect_ledger, sender=self)
