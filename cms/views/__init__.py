"""Addresses of the cms app that are not Wagtail pages."""
