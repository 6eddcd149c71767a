"""Bytes out: PDF of worksheets and of the guidelines, and lists as tables."""
