"""Pages that belong to no single app: role home, errors, health, background work."""
