"""Writes: enrolling, marking attendance, planning and moving sessions."""
