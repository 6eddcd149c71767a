"""Attendance: the ledger, phones, decisions, closing, credit."""
