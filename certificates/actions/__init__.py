"""Writes about certificates: numbering, issuing, issuing for a group."""
