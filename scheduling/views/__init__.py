"""Pages of schedules, enrolment, rosters, groups and calendars."""
