#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.local")
    from django.core.management import execute_from_command_line

    import lms.sqlite_driver  # noqa: F401  # must come before Django opens a database

    execute_from_command_line(sys.argv)
