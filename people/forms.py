"""What people type about people: accounts, invitations, team members, roles."""

from typing import Any

from allauth.account import forms as account_forms
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import (
    Municipality,
    Person,
    Role,
    TeamMembership,
    TrainingRegion,
    User,
)

# One paragraph: a list inside a hint would be read as part of the form's structure.
_PASSWORD_HINT = lazy(lambda: " ".join(password_validators_help_texts()), str)()
_SAME_PASSWORD = _("The two passwords differ. Type the same one twice.")


class _OurWords:
    """Takes allauth's labels, placeholders and links out of its forms; the templates hold ours."""

    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]  # of the form
        for name, field in fields.items():
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.help_text = _PASSWORD_HINT if name == "password1" else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        errors = self.errors  # type: ignore[attr-defined]  # of the form
        if "password2" in errors and cleaned.get("password1"):
            del errors["password2"]
            self.add_error("password2", _SAME_PASSWORD)  # type: ignore[attr-defined]
        return cleaned


class LoginForm(_OurWords, account_forms.LoginForm):
    """Signing in."""

    labels = {"login": _("User name"), "password": _("Password")}


class ResetPasswordForm(_OurWords, account_forms.ResetPasswordForm):
    """Asking for a link to choose a new password."""

    labels = {"email": _("E-mail address")}


class ResetPasswordKeyForm(_OurWords, account_forms.ResetPasswordKeyForm):
    """Choosing a new password by the link."""

    labels = {"password1": _("New password"), "password2": _("New password once more")}


class ChangePasswordForm(_OurWords, account_forms.ChangePasswordForm):
    """Changing the password one knows."""

    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }


class AcceptInvitationForm(forms.Form):
    """The account an invited person makes."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("You will sign in with it. Your e-mail address is fine."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password1 = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_PASSWORD_HINT,
    )
    password2 = forms.CharField(
        label=_("Password once more"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["username"].initial = person.email.lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password1")
        if password:
            similar = User(username=cleaned.get("username", ""), email=self.person.email)
            similar.first_name = self.person.given_name
            similar.last_name = self.person.family_name
            try:
                validate_password(password, similar)
            except ValidationError as fault:
                self.add_error("password1", fault)
            if password != cleaned.get("password2"):
                self.add_error("password2", _SAME_PASSWORD)
        return cleaned


class TeamMemberForm(forms.ModelForm):
    """A new member of a team; when the name is known already, asks who is meant."""

    NEW = "new"
    role = forms.ChoiceField(
        label=_("Role in the team"),
        choices=[
            choice
            for choice in TeamMembership.TeamRole.choices
            if choice[0] != TeamMembership.TeamRole.LEAD
        ],
    )

    class Meta:
        model = Person
        fields = [
            "given_name",
            "family_name",
            "birth_year",
            "job_role",
            "employer",
            "email",
            "phone",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("given_name", "family_name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["given_name"].help_text = _("Name and surname as in the identity document")
        self.fields["email"].help_text = _("The invitation will be sent to this address.")

    def ask_who_is_meant(self, candidates: list[Person], municipality: Municipality) -> None:
        """Offer the records of the team's own municipality, and a new one, to choose from."""
        own = [c for c in candidates if c.municipality_id == municipality.pk]
        self.fields["same_as"] = forms.ChoiceField(
            label=_("Who is meant?"),
            widget=forms.RadioSelect,
            choices=[
                *((str(c.pk), _describe(c)) for c in own),
                (self.NEW, gettext("Another person of the same name: add a new record")),
            ],
        )


def _describe(person: Person) -> str:
    if person.birth_year is None:
        return gettext("%(name)s, birth year not known") % {"name": person.full_name}
    return gettext("%(name)s, born in %(year)s") % {
        "name": person.full_name,
        "year": person.birth_year,
    }


class EndMembershipForm(forms.Form):
    """Why somebody leaves the team."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PersonFilterForm(forms.Form):
    """Which people to list; whatever is wrong in it narrows nothing."""

    q = forms.CharField(
        label=_("Name, surname"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("Any"),
    )
    region = forms.ModelChoiceField(
        label=_("Training region"),
        queryset=TrainingRegion.objects.none(),
        required=False,
        empty_label=_("Any"),
        to_field_name="code",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipality, region = self.fields["municipality"], self.fields["region"]
        municipality.queryset = Municipality.objects.all()  # type: ignore[attr-defined]
        region.queryset = TrainingRegion.objects.all()  # type: ignore[attr-defined]


class AssignRoleForm(forms.Form):
    """A staff role for an account."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("An auditor's access always has a last day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
