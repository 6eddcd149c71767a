"""Addresses of the cms app; pages themselves are served by Wagtail."""

from django.urls import path

from cms.views import site

app_name = "cms"
urlpatterns = [
    path("search/", site.search, name="search"),
    path("look/", site.styleguide, name="styleguide"),
]

# Outside the language prefixes: where Wagtail's storage says that images in their sizes are.
media_urlpatterns = [path("media/images/<str:name>", site.image_file, name="image_file")]
