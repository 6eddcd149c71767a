"""Addresses of the certificates app."""

from django.urls import URLPattern, path

from certificates.views import batch, certificate, eligibility, register, risk, verify

app_name = "certificates"
urlpatterns: list[URLPattern] = [
    path("my/certificate/", eligibility.own, name="eligibility"),
    path("people/<id:pk>/certificate/", eligibility.of_person, name="person_eligibility"),
    path("groups/<id:pk>/certificates/", batch.preview, name="batch_preview"),
    path("at-risk/", risk.at_risk, name="at_risk"),
    path("groups/<id:pk>/at-risk/warn/", risk.warn, name="warn_at_risk"),
    path("certificates/", register.register, name="register"),
    path("certificates/export/", register.register_export, name="register_export"),
    path("certificates/batch/<id:pk>/", batch.batch, name="batch"),
    path("certificates/<id:pk>/", certificate.certificate, name="certificate"),
    path("certificates/<id:pk>/pdf/", certificate.download, name="download"),
]

# Outside the language prefixes: these addresses are printed on paper.
verify_urlpatterns: list[URLPattern] = [
    path("verify/", verify.verify_form, name="verify_form"),
    path("verify/keys.json", verify.keys, name="verify_keys"),
    path("verify/offline/", verify.offline, name="verify_offline"),
    path("verify/worker.js", verify.worker, name="verify_worker"),
    path("verify/<str:code>", verify.verify, name="verify"),
]
