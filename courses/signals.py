"""News of the courses app; apps above may listen."""

from django.dispatch import Signal

# Sent inside the transaction when a person has completed a module; argument: progress.
module_completed = Signal()

# A question: which version of the module does this person's training have? Arguments: person,
# module, starts (whether the person starts the module now; otherwise nothing may be written).
# Receivers answer a ModuleEdition, or None when they know of no training.
edition_wanted = Signal()
