"""Blocks that only module pages have."""

from courses.blocks.questions import QuestionBank

__all__ = ["QuestionBank"]
