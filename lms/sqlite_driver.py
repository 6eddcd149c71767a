"""Puts a SQLite library without the WAL-reset fault under Django, where one is installed.

Debian 12's Python links SQLite 3.40.1; databases in WAL mode written by versions
before 3.51.3 can be corrupted when two connections write and checkpoint at once.
The pysqlite3 wheel brings a newer library. It has to take the name ``sqlite3``
before Django imports it, so this module is imported first by every entry point.
"""

import sys

try:
    import pysqlite3
except ImportError:  # no wheel for this machine: the settings then choose journal_mode=TRUNCATE
    pysqlite3 = None
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

import sqlite3

WAL_SAFE_FROM = (3, 51, 3)


def journal_mode(version: tuple[int, ...] | None = None) -> str:
    """Return the journal mode that is safe with this SQLite library: WAL or TRUNCATE."""
    version = sqlite3.sqlite_version_info if version is None else version
    return "WAL" if version >= WAL_SAFE_FROM else "TRUNCATE"
