"""The list that tells verifiers of badges which certificates are no longer valid."""

import base64
import datetime as dt
import gzip
from collections.abc import Iterable
from typing import Any

from certificates.exports.badge import list_address
from certificates.exports.proof import CREDENTIALS, moment
from certificates.queries.status import LIST_LENGTH

FRESH_FOR = 60  # seconds a copy may be kept
# An old copy of the list must not bring a revoked badge back to life.
_GOOD_FOR = dt.timedelta(days=1)


def status_list(
    number: int, withdrawn: Iterable[int], issuer: str, now: dt.datetime
) -> dict[str, Any]:
    """Return the list as a credential (Bitstring Status List 1.0) before it is signed."""
    address = list_address(number)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": moment(now),
        "validUntil": moment(now + _GOOD_FOR),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": FRESH_FOR * 1000,
            "encodedList": _encoded(withdrawn),
        },
    }


def _encoded(places: Iterable[int]) -> str:
    """Return the bits, the first place leftmost, packed as the standard says."""
    bits = bytearray(LIST_LENGTH // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0))
    return "u" + packed.rstrip(b"=").decode()
