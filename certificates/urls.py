"""Addresses of the certificates app."""

from django.urls import URLPattern, path

from certificates.views import (
    badge,
    batch,
    certificate,
    chain,
    details,
    eligibility,
    invitations,
    levels,
    portable,
    register,
    replacement,
    requests,
    review,
    risk,
    sample,
    verify,
)

app_name = "certificates"
urlpatterns: list[URLPattern] = [
    path("my/certificate/", eligibility.own, name="eligibility"),
    path("my/certificate/details/", details.own, name="details"),
    path("groups/<id:pk>/levels/", levels.confirm, name="confirm_levels"),
    path("groups/<id:pk>/certificates/<id:person_pk>/sample/", sample.sample, name="sample"),
    path("people/<id:pk>/certificate/", eligibility.of_person, name="person_eligibility"),
    path("groups/<id:pk>/certificates/", batch.preview, name="batch_preview"),
    path("cohorts/<id:pk>/certificates/", batch.cohort_preview, name="cohort_preview"),
    path(
        "groups/<id:pk>/certificates/invite/",
        invitations.invite_group,
        name="invite_group_to_write",
    ),
    path(
        "cohorts/<id:pk>/certificates/invite/",
        invitations.invite_cohort,
        name="invite_cohort_to_write",
    ),
    path("certificates/batch/<id:pk>/certificates.zip", batch.batch_zip, name="batch_zip"),
    path("certificates/batch/<id:pk>/print.zip", batch.batch_print, name="batch_print"),
    path("at-risk/", risk.at_risk, name="at_risk"),
    path("groups/<id:pk>/at-risk/warn/", risk.warn, name="warn_at_risk"),
    path("certificates/", register.register, name="register"),
    path("certificates/export/", register.register_export, name="register_export"),
    path("certificates/statistics/", register.statistics, name="statistics"),
    path("certificates/review/", review.review_list, name="review_list"),
    path("certificates/replace/", replacement.replace_many, name="replace_many"),
    path("certificates/requests/", requests.request_list, name="request_list"),
    path("certificates/requests/<id:pk>/", requests.one_request, name="request"),
    path("certificates/batch/<id:pk>/", batch.batch, name="batch"),
    path("certificates/<id:pk>/", certificate.certificate, name="certificate"),
    path("certificates/<id:pk>/pdf/", certificate.download, name="download"),
    path("certificates/<id:pk>/badge/", portable.download_badge, name="badge"),
    path("certificates/<id:pk>/europass/", portable.download_european, name="european"),
    path("certificates/europass/", portable.europass_help, name="europass_help"),
    path("certificates/<id:pk>/replace/", chain.replace, name="replace"),
    path("certificates/<id:pk>/duplicate/", chain.duplicate, name="duplicate"),
    path("certificates/<id:pk>/revoke/", requests.revoke, name="revoke"),
    path("certificates/duplicates/<id:pk>/pdf/", chain.download, name="download_duplicate"),
    path("people/<id:pk>/certificate/request/", requests.issue, name="request_issue"),
]

# Outside the language prefixes: these addresses are printed on paper or stand in signed files.
verify_urlpatterns: list[URLPattern] = [
    path("verify/", verify.verify_form, name="verify_form"),
    path("verify/keys.json", verify.keys, name="verify_keys"),
    path("verify/offline/", verify.offline, name="verify_offline"),
    path("verify/worker.js", verify.worker, name="verify_worker"),
    path("verify/<str:code>", verify.verify, name="verify"),
    path("badges/issuer", badge.issuer, name="badge_issuer"),
    path("badges/status/<id:number>", badge.status, name="badge_status"),
]
