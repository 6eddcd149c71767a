"""Bytes out: the certificate as PDF, the register as CSV."""
