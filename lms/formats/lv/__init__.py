"""Formats in Latvian."""
