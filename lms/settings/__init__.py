"""Settings: base holds all that is common; local, test and production say what differs."""
