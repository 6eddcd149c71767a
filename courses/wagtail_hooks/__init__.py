"""What the courses app adds to Wagtail's admin."""

from courses.wagtail_hooks import pages, programme, statistics, transfer

__all__ = ["pages", "programme", "statistics", "transfer"]
