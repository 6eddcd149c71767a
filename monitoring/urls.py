"""Addresses of the results."""

from django.urls import path

from monitoring import views

app_name = "monitoring"
urlpatterns = [
    path("progress/", views.dashboard, name="dashboard"),
    path("progress/<slug:state>/", views.people_behind, name="people_behind"),
    path("assumptions/", views.assumptions, name="assumptions"),
]
