"""How every form field is drawn: one template for label, hint, control and errors."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Django's renderer with our field group; the widgets stay Django's own."""

    field_template_name = "components/field.html"
