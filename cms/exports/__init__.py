"""Bytes out: the guidelines as PDF, lists as tables."""
