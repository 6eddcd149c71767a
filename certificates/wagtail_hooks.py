"""Templates of certificates in the Wagtail admin: drafts, versions and a preview of the print."""

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.models import CertificateTemplate
from certificates.models.words import PLACEHOLDERS


def _placeholders() -> str:
    listed = "; ".join(f"{{{name}}} – {meaning}" for name, meaning in PLACEHOLDERS.items())
    return gettext("Placeholders are replaced when a certificate is issued: %(listed)s.") % {
        "listed": listed
    }


explain_placeholders = lazy(_placeholders, str)


class CertificateTemplateViewSet(SnippetViewSet):
    """The words of certificates, for programme managers."""

    model = CertificateTemplate
    icon = "doc-full"
    menu_label = _("Certificate templates")
    list_display = ["name", "programme", "kind"]
    list_filter = ["programme", "kind"]
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = True
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("programme"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("heading"), FieldPanel("heading_en")]),
            MultiFieldPanel(
                [
                    FieldPanel("statement"),
                    FieldPanel("statement_en"),
                    FieldPanel("statement_dative"),
                ],
                heading=_("What the certificate states"),
                help_text=explain_placeholders(),
            ),
            FieldRowPanel([FieldPanel("note"), FieldPanel("note_en")]),
            FieldRowPanel([FieldPanel("place"), FieldPanel("place_en")]),
            MultiFieldPanel(
                [
                    FieldPanel("signatory_name"),
                    FieldPanel("signatory_post"),
                    FieldPanel("signatory_post_en"),
                ],
                heading=_("Signatory"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("shows_municipality"),
                    FieldPanel("shows_form"),
                    FieldPanel("shows_outcomes"),
                    FieldPanel("shows_competences"),
                ],
                heading=_("What is printed"),
            ),
        ]
    )


register_snippet(CertificateTemplateViewSet)
