"""Registers the app with Django."""

from django.apps import AppConfig


class LmsConfig(AppConfig):
    name = "lms"
