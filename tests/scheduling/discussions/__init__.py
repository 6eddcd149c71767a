"""Discussions of a group: what they keep, how they look, what they cost, which letters they send."""
