"""Writes about people: audit lines, roles, invitations."""
