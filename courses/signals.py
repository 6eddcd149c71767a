"""News of the courses app; apps above may listen."""

from django.dispatch import Signal

# Sent inside the transaction when a person has completed a module; argument: progress.
module_completed = Signal()
