"""Proof: eligibility, issuing, numbering, PDF, verification."""
