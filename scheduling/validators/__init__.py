"""Uploaded scans: what may come in, and how they are drawn and read without harm."""
