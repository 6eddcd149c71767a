"""Addresses of the courses app."""

from django.urls import URLPattern

app_name = "courses"
urlpatterns: list[URLPattern] = []
