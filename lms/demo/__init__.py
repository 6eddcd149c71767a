"""Invented people and a half-finished cohort, so that every screen has life. Never in production."""
