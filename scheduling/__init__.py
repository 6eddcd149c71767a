"""When and where: cohorts, groups, sessions, enrolment, seats, attendance, calendars."""
