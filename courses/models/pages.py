"""Module pages in the CMS: text, activity, reflection and quiz in one language."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.forms import RadioSelect, Select
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.blocks import RICH_TEXT_FEATURES, ContentBlock
from cms.enums import Kind
from cms.models import BasePage
from courses.blocks import QuestionBank
from courses.models.module import Module


class ModuleIndexPage(BasePage):
    """One row is the module catalogue in one language.

    Personal data: none.
    """

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["courses.ModulePage"]
    max_count_per_parent = 1
    needs_check = False
    search_kind = Kind.MODULE
    template = "courses/module_index_page.html"

    class Meta:
        verbose_name = _("module catalogue")
        verbose_name_plural = _("module catalogues")


class ModulePageTag(TaggedItemBase):
    """One row tags a module page; the guidelines use the same tags.

    Personal data: none.
    """

    content_object = ParentalKey(
        "courses.ModulePage", on_delete=models.CASCADE, related_name="tagged"
    )


class ModulePage(BasePage):
    """One row is a training module in one language. Opening it completes nothing.

    Its parts, in order: aim, each section of the body, activity, reflection; then the quiz.

    Personal data: none.
    """

    untranslated_fields = frozenset({"edition_note"})

    class Edition(models.TextChoices):
        CORRECTION = "correction", _("Correction of the present version")
        VERSION = "version", _("New version")
        TRANSLATION = "translation", _("Translation brought up to the present version")

    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="pages", verbose_name=_("training module")
    )
    edition_kind = models.CharField(
        _("what this publication is"),
        max_length=12,
        choices=Edition.choices,
        # What nobody has marked is taken for new: a person keeps the version they started.
        default=Edition.VERSION,
        help_text=_(
            "A correction (1.1) reaches everybody who takes this version and has not completed"
            " the module. A new version (2.0) is for cohorts that begin later; others keep theirs."
            " A translation changes no number. The first publication of a module is version 1.0."
        ),
    )
    edition_note = models.TextField(
        _("what changed"),
        blank=True,
        max_length=600,
        help_text=_("One or two sentences, kept with the version."),
    )
    # The number of the version that the live text belongs to; set when it is published.
    version_number = models.CharField(_("version"), max_length=12, blank=True, editable=False)
    aim = models.TextField(_("aim"))
    outcomes = StreamField(
        [("outcome", blocks.CharBlock(label=_("Outcome"), max_length=300))],
        verbose_name=_("learning outcomes"),
    )
    body = StreamField(ContentBlock(), verbose_name=_("content"))
    activity_title = models.CharField(_("activity"), max_length=160)
    activity_minutes = models.PositiveSmallIntegerField(
        _("duration of the activity (minutes)"), validators=[MinValueValidator(1)]
    )
    activity_text = RichTextField(_("activity instructions"), features=RICH_TEXT_FEATURES)
    reflection_prompt = models.TextField(_("reflection question"))
    quiz = StreamField(QuestionBank(required=False), blank=True, verbose_name=_("question bank"))
    tags = ClusterTaggableManager(through=ModulePageTag, blank=True, verbose_name=_("tags"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("module", widget=Select),
        FieldPanel("aim"),
        FieldPanel("outcomes"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("activity_title"),
                FieldPanel("activity_minutes"),
                FieldPanel("activity_text"),
            ],
            heading=_("Activity"),
        ),
        FieldPanel("reflection_prompt"),
        FieldPanel("tags"),
    ]
    quiz_panels = [FieldPanel("quiz", heading=_("Question bank"))]
    version_panels = [FieldPanel("edition_kind", widget=RadioSelect), FieldPanel("edition_note")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(quiz_panels, heading=_("Quiz")),
            ObjectList(version_panels, heading=_("Version")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
            # Without these Wagtail offers neither a time of publication nor comments.
            ObjectList(BasePage.settings_panels, heading=_("Settings")),
        ]
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("aim"),
        index.SearchField("body"),
        index.SearchField("activity_text"),
    ]
    parent_page_types = ["courses.ModuleIndexPage"]
    subpage_types: list[str] = []
    search_kind = Kind.MODULE
    template = "courses/module_page.html"

    class Meta:
        verbose_name = _("module page")
        verbose_name_plural = _("module pages")

    @property
    def has_earlier_version(self) -> bool:
        """Whether somebody's training may have an earlier version than the one published."""
        return self.version_number.partition(".")[0] not in {"", "1"}

    def clean(self) -> None:
        """Refuse a second page of the same module in the same language."""
        super().clean()
        twin = ModulePage.objects.filter(module=self.module_id, locale=self.locale_id)
        if self.module_id and twin.exclude(pk=self.pk).exists():
            raise ValidationError({"module": _("This module already has a page in this language.")})
