"""How dates and numbers are written, where Django differs from our rules."""
