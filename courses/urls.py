"""Addresses of the courses app."""

from django.urls import path, register_converter

from courses import views
from courses.queries import index_slug
from courses.views import competences, final_reflection, notes


class CatalogueConverter:
    """The catalogue's slug in the active language, whatever an editor has named it; no other."""

    regex = "[-a-z0-9_]+"

    def to_python(self, value: str) -> str:
        """Refuse other words, so that they reach the addresses after this one."""
        if value != index_slug():
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        """Return the slug as it is."""
        return value


register_converter(CatalogueConverter, "catalogue")

app_name = "courses"
urlpatterns = [
    path("<catalogue:index>/<slug:slug>/", views.module_page, name="module_page"),
    path("module/<slug:address>/", views.module, name="module"),
    path("module/<slug:address>/start/", views.start, name="start_module"),
    path("module/<slug:address>/read/", views.read, name="read_part"),
    path("module/<slug:address>/copy/", views.copy, name="offline_copy"),
    path("module/<slug:address>/receive/", views.receive, name="receive_part"),
    path("offline/", views.away, name="offline"),
    path("offline/reader/", views.reader, name="offline_reader"),
    path(
        "module/<slug:address>/worksheet/<uuid:block>/",
        views.worksheet,
        name="worksheet",
    ),
    path("module/<slug:address>/reflection/", views.reflection, name="reflection"),
    path("module/<slug:address>/notes/", notes.keep, name="keep_notes"),
    path("module/<slug:address>/assignment/", views.assignment, name="assignment"),
    path(
        "module/<slug:address>/assignment/<id:pk>/", views.assignment_file, name="assignment_file"
    ),
    path("module/<slug:address>/quiz/", views.quiz, name="quiz"),
    path("module/<slug:address>/quiz/<id:pk>/", views.quiz_result, name="quiz_result"),
    path("module/<slug:address>/quiz/<id:pk>/answer/", views.quiz_answer, name="quiz_answer"),
    path("module/<slug:address>/quiz/<id:pk>/submit/", views.quiz_submit, name="quiz_submit"),
    path("my/self-assessment/<id:pk>/", competences.overview, name="self_assessment"),
    path(
        "my/self-assessment/<id:pk>/<slug:moment>/begin/",
        competences.begin,
        name="begin_assessment",
    ),
    path(
        "my/self-assessment/<id:pk>/<slug:moment>/submit/",
        competences.submit,
        name="submit_assessment",
    ),
    path(
        "my/self-assessment/<id:pk>/<slug:moment>/<slug:code>/",
        competences.assess_area,
        name="assess_area",
    ),
    path("my/notes/", notes.overview, name="notes"),
    path("my/notes/download/", notes.export, name="notes_export"),
    path("my/notes/<id:pk>/", notes.note, name="note"),
    path("my/notes/<id:pk>/delete/", notes.delete, name="delete_note"),
    path("my/final-reflection/<id:pk>/", final_reflection.write, name="final_reflection"),
]

# Outside the language prefixes: a worker sees only what lies below its own address.
worker_urlpatterns = [path("offline.js", views.worker, name="offline_worker")]
