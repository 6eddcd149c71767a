"""What the courses app adds to Wagtail's admin."""

from courses.wagtail_hooks import lists, transfer

__all__ = ["lists", "transfer"]
