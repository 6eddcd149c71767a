"""The glossary in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import GlossaryTerm


class GlossaryTermViewSet(SnippetViewSet):
    """The glossary, searched and sorted in Latvian order."""

    model = GlossaryTerm
    icon = "list-ul"
    menu_label = _("Glossary")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["term", "term_en", "identifier", "explain_in_place"]
    search_fields = ["term", "term_en", "definition", "definition_en", "synonyms", "synonyms_en"]
    search_backend_name = None  # searched in the table itself: parts of words are found too
    ordering = ["sort_key"]
    list_per_page = 50
    list_export = ["identifier", "term", "definition", "term_en", "definition_en"]
    export_filename = "glossary"
    panels = [
        FieldPanel("identifier"),
        MultiFieldPanel(
            [FieldPanel("term"), FieldPanel("definition"), FieldPanel("synonyms")], _("Latvian")
        ),
        MultiFieldPanel(
            [FieldPanel("term_en"), FieldPanel("definition_en"), FieldPanel("synonyms_en")],
            _("English"),
        ),
        FieldPanel("explain_in_place"),
    ]


register_snippet(GlossaryTermViewSet)
