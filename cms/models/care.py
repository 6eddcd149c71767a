"""What is known of links to other sites, and of which pages editors were reminded."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class LinkCheck(models.Model):
    """One row is an address on another site with what it answered last.

    Personal data: none.
    """

    class Result(models.TextChoices):
        """What came of asking."""

        OK = "ok", _("Answers")
        GONE = "gone", _("Does not exist any more")
        FAILED = "failed", _("Does not answer")
        REFUSED = "refused", _("Not asked: the address is not a public web address")

    address = models.CharField(_("address"), max_length=1000, unique=True)
    result = models.CharField(_("result"), max_length=10, choices=Result.choices)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    checked_at = models.DateTimeField(_("checked"))

    class Meta:
        ordering = ["address"]
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")

    def __str__(self) -> str:
        return self.address


class CheckReminder(models.Model):
    """One row says that editors were reminded to check a page, and of which state of it.

    Personal data: none.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    reminded_on = models.DateField()

    class Meta:
        verbose_name = _("reminder to check a page")
        verbose_name_plural = _("reminders to check pages")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.reminded_on}"
