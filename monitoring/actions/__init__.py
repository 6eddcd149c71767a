"""Writes about results."""
