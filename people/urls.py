"""Addresses of the people app."""

from allauth.account import views as account_views
from django.urls import URLPattern, path, re_path

from people.forms import ChangePasswordForm, ResetPasswordForm, ResetPasswordKeyForm
from people.views import account, directory, teams

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("profile/", account.profile, name="profile"),
    path("profile/language/", account.choose_language, name="choose_language"),
    path("invitation/<str:token>/", account.accept, name="accept_invitation"),
    path("team/", teams.my_team, name="my_team"),
    path("team/<id:pk>/", teams.team_detail, name="team_detail"),
    path("team/<id:pk>/add/", teams.member_new, name="member_new"),
    path("membership/<id:pk>/end/", teams.membership_end, name="membership_end"),
    path("people/", directory.person_list, name="person_list"),
    path("people/<id:pk>/", directory.person_detail, name="person_detail"),
    path("people/<id:pk>/invite/", teams.invite, name="invite"),
    path("people/<id:pk>/roles/", directory.role_assign, name="role_assign"),
    path("roles/<id:pk>/end/", directory.role_end, name="role_end"),
]

# What we use of allauth, under the names it looks for itself; no namespace, inside i18n_patterns.
account_urlpatterns: list[URLPattern] = [
    path("login/", account.LoginView.as_view(), name="account_login"),
    path("logout/", account_views.logout, name="account_logout"),
    path("signup/", account.accounts_by_invitation, name="account_signup"),
    path("inactive/", account_views.account_inactive, name="account_inactive"),
    path(
        "password/change/",
        account_views.PasswordChangeView.as_view(form_class=ChangePasswordForm),
        name="account_change_password",
    ),
    path(
        "password/set/",
        account.redirected(to="account_reset_password"),
        name="account_set_password",
    ),
    path(
        "password/reset/",
        account_views.PasswordResetView.as_view(form_class=ResetPasswordForm),
        name="account_reset_password",
    ),
    path(
        "password/reset/done/",
        account_views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>.+)/$",
        account_views.PasswordResetFromKeyView.as_view(form_class=ResetPasswordKeyForm),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # Wagtail's login page for private pages: there is one login page, ours.
    path("_util/login/", account.redirected(to="account_login")),
]

# Wagtail's other ways in, closed; outside i18n_patterns, before wagtail.admin.urls.
closed_urlpatterns: list[URLPattern] = [
    path("admin/login/", account.redirected(to="account_login")),
    re_path(r"^admin/password_reset/", account.redirected(to="account_reset_password")),
]
