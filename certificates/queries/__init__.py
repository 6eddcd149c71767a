"""Reads about certificates: who is entitled, what was issued, what a code stands for."""

from certificates.queries.codes import normalise_code
from certificates.queries.eligibility import eligibility, eligibility_of_many, programme_of
from certificates.queries.register import certificates_of, register
from certificates.queries.terms import Condition, Eligibility, Hours
from certificates.queries.verification import by_code

__all__ = [
    "Condition",
    "Eligibility",
    "Hours",
    "by_code",
    "certificates_of",
    "eligibility",
    "eligibility_of_many",
    "normalise_code",
    "programme_of",
    "register",
]
