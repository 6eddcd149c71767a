"""Registers the app with Django."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
