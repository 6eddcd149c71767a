"""Attendance of sessions: meeting reports."""
