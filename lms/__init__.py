"""Wiring: settings, urls, role home pages, demo data, background work, health."""
