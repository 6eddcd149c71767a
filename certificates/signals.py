"""News this app gives."""

from django.dispatch import Signal

# Sent inside the ordering transaction, with ``batch``: certificates of a group were ordered.
batch_ordered = Signal()
# Sent inside the issuing transaction, with ``certificate``: its document has to be sealed yet.
seal_awaited = Signal()
