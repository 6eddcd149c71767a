"""Bytes out: printing, and the worksheets of pages."""
