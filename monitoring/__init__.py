"""Results: targets, counters, the public counter to 300."""
