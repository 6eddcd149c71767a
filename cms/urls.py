"""Addresses of the cms app; pages themselves are served by Wagtail."""

from django.urls import path

from cms import views

app_name = "cms"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("look/", views.styleguide, name="styleguide"),
]

# Outside the language prefixes: where Wagtail's storage says that images in their sizes are.
media_urlpatterns = [path("media/images/<str:name>", views.image_file, name="image_file")]
