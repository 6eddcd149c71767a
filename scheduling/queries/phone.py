"""How a phone names the people of a session: by signs that lead back to nobody without the server."""

from django.utils.crypto import salted_hmac

SIGN_LENGTH = 20


def owner_key(user_id: int) -> str:
    """Return the account's sign on devices, under which its unsent marks wait."""
    return salted_hmac("scheduling.phone.owner", str(user_id)).hexdigest()[:SIGN_LENGTH]


def person_key(session_id: int, person_id: int) -> str:
    """Return the person's sign in one session: another session gives the same person another."""
    key = f"{session_id}:{person_id}"
    return salted_hmac("scheduling.phone.person", key).hexdigest()[:SIGN_LENGTH]
