"""Runs one function of a module inside Django and prints what it returns as JSON.

python -m tests.server.inside MODULE FUNCTION [ARGUMENT …]
"""

import json
import sys
from importlib import import_module

import django

import lms.sqlite_driver  # noqa: F401  # must come before Django opens a database


def main(module: str, function: str, *arguments: str) -> None:
    django.setup()
    told = getattr(import_module(module), function)(*arguments)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
