"""The benchmark: the product against two floors in the same run (make bench)."""
