"""The words of certificates, which staff edit and publish; Wagtail keeps every version."""

from typing import Any, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin

from certificates.models.certificate import Certificate
from certificates.models.words import check_placeholders


class CertificateTemplateQuerySet(models.QuerySet["CertificateTemplate"]):
    """Templates, narrowed to those in use."""

    def in_use(self) -> Self:
        return self.filter(live=True)


class CertificateTemplate(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):  # type: ignore[misc]  # Wagtail has no types
    """One row is a template of a programme: what its certificates of one kind say, in both languages.

    Issuing copies the published words into the certificate; editing them changes none.

    Personal data: name and post of the signatory.
    """

    programme = models.ForeignKey(
        "courses.Programme",
        on_delete=models.PROTECT,
        related_name="certificate_templates",
        verbose_name=_("programme"),
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Certificate.Kind.choices,
        default=Certificate.Kind.COMPETENCE,
    )
    name = models.CharField(
        _("name of the template"), max_length=80, help_text=_("For the choice when issuing.")
    )
    heading = models.CharField(_("heading"), max_length=40)
    heading_en = models.CharField(_("heading in English"), max_length=40)
    statement = models.TextField(_("text of the certificate"), validators=[check_placeholders])
    statement_en = models.TextField(
        _("text of the certificate in English"), validators=[check_placeholders]
    )
    statement_dative = models.TextField(
        _("text with the name in the dative"),
        blank=True,
        validators=[check_placeholders],
        help_text=_(
            "Printed instead for those who have confirmed the dative of their name; for the others"
            " the name stands alone."
        ),
    )
    note = models.CharField(_("note at the foot"), max_length=300, blank=True)
    note_en = models.CharField(_("note at the foot in English"), max_length=300, blank=True)
    place = models.CharField(_("place of issue"), max_length=80)
    place_en = models.CharField(_("place of issue in English"), max_length=80)
    signatory_name = models.CharField(_("name of the signatory"), max_length=120, blank=True)
    signatory_post = models.CharField(_("post of the signatory"), max_length=120, blank=True)
    signatory_post_en = models.CharField(
        _("post of the signatory in English"), max_length=120, blank=True
    )
    shows_municipality = models.BooleanField(_("print the municipality"), default=True)
    shows_form = models.BooleanField(_("print form and language of instruction"), default=True)
    shows_outcomes = models.BooleanField(_("print the programme's learning outcomes"), default=True)
    shows_competences = models.BooleanField(_("print competence levels"), default=True)

    _revisions = GenericRelation(Revision, related_query_name="certificate_template")
    objects = CertificateTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "kind", "name"]
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "name"], name="templates_of_a_programme_have_names"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse the dative where nothing replaces the name, and a signatory without a post."""
        super().clean()
        for field in ("statement", "statement_en"):
            if "{name_dative}" in getattr(self, field):
                sentence = _("Use {name_dative} only in the statement made for it.")
                raise ValidationError({field: sentence})
        if self.statement_dative and "{name_dative}" not in self.statement_dative:
            sentence = _("This statement needs {name_dative}.")
            raise ValidationError({"statement_dative": sentence})
        if self.signatory_name and not (self.signatory_post and self.signatory_post_en):
            sentence = _("Enter the signatory's post in both languages.")
            raise ValidationError({"signatory_post": sentence})

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """One preview for each language."""
        return [("lv", _("Latvian")), ("en", _("English"))]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Show the pages as they would be printed for somebody invented; a tag draws them."""
        return "certificates/template_preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Name the template and the language of the preview."""
        return {"certificate_template": self, "language": mode_name}
