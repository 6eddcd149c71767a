"""Addresses of the cms app; pages themselves are served by Wagtail."""

from django.urls import path

from cms.views import acceptance, editions, questions, site

app_name = "cms"
urlpatterns = [
    path("search/", site.search, name="search"),
    path("look/", site.styleguide, name="styleguide"),
    # the guidelines: published versions
    path("guideline/versions/", editions.edition_list, name="edition_list"),
    path("guideline/versions/new/", editions.edition_new, name="edition_new"),
    path("guideline/versions/<str:number>/", editions.edition, name="edition"),
    path("guideline/versions/<str:number>/whole/", editions.whole, name="edition_whole"),
    path("guideline/versions/<str:number>/pdf/", editions.pdf, name="edition_pdf"),
    path("guideline/versions/<str:number>/changes/", editions.changes, name="edition_changes"),
    path("guideline/versions/<str:number>/<id:chapter>/", editions.chapter, name="edition_chapter"),
    # the guidelines: a paragraph and what readers ask about it
    path("guideline/paragraph/<id:serial>/", questions.paragraph, name="paragraph"),
    path("guideline/paragraph/<id:serial>/ask/", questions.ask, name="ask"),
    path("guideline/questions/", questions.question_list, name="question_list"),
    path("guideline/questions/<id:pk>/", questions.answer, name="answer"),
    path("guideline/questions/<id:pk>/hide/", questions.hide, name="hide_question"),
    # the guidelines: acceptance by municipalities
    path("guideline/accept/<id:pk>/", acceptance.accept, name="accept_edition"),
    path("guideline/acceptance/", acceptance.overview, name="acceptance"),
    path("guideline/acceptance/remind/", acceptance.remind, name="remind"),
    path("guideline/acceptance/<str:kind>/", acceptance.export, name="acceptance_export"),
]

# Outside the language prefixes: where Wagtail's storage says that images in their sizes are.
media_urlpatterns = [path("media/images/<str:name>", site.image_file, name="image_file")]
