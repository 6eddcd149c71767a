"""Latvian dates, times and numbers as our style sheet writes them."""

DATE_FORMAT = r"Y. \g\a\d\a j. F"
SHORT_DATE_FORMAT = "d.m.Y."
TIME_FORMAT = "G.i"
DATETIME_FORMAT = r"Y. \g\a\d\a j. F, \p\l\k\s\t. G.i"
SHORT_DATETIME_FORMAT = "d.m.Y. G.i"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
DATE_INPUT_FORMATS = ["%d.%m.%Y.", "%d.%m.%Y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H.%M", "%H:%M", "%H:%M:%S"]
