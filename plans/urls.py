"""Addresses of the plans app."""

from django.urls import URLPattern, path

from plans import views

app_name = "plans"
urlpatterns: list[URLPattern] = [
    path("municipalities/", views.my_municipalities, name="my_municipalities"),
    path("municipalities/<id:pk>/", views.municipality, name="municipality"),
]
