"""What the cms announces to the apps above it."""

from django.dispatch import Signal

# The index of the search is being written anew. A receiver returns the texts of its app, as
# cms.actions.search.Text; their `source` is its own and is replaced as a whole.
search_rebuilding = Signal()
