"""Registers the app with Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The app plans."""

    name = "plans"
