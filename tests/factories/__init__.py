"""Plain functions that make the rows tests need; no surprises inside."""
