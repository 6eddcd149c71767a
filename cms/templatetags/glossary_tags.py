"""Template tags that explain glossary terms in the text of a page."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms.queries import sections
from cms.queries.explained import explain
from cms.queries.terms import terms

register = template.Library()


class ExplainedNode(template.Node):
    """A stretch of a page in which terms are explained."""

    def __init__(self, page: FilterExpression, nodelist: NodeList) -> None:
        self.page, self.nodelist = page, nodelist

    def render(self, context: Context) -> SafeString:
        html = self.nodelist.render(context)
        page = self.page.resolve(context)
        if not getattr(page, "explain_terms", False):
            return mark_safe(html)  # noqa: S308  # rendered by the template
        language = get_language() or "lv"
        glossary = sections(language).get("glossarypage")
        return explain(html, terms(language), language, glossary.url if glossary else "")


@register.tag
def explained(parser: Parser, token: Token) -> ExplainedNode:
    """Explain terms in what stands between {% explained page %} and {% endexplained %}."""
    parts = token.split_contents()
    if len(parts) != len(("explained", "page")):
        raise template.TemplateSyntaxError("explained takes the page whose text it is")
    nodelist = parser.parse(("endexplained",))
    parser.delete_first_token()
    return ExplainedNode(parser.compile_filter(parts[1]), nodelist)
