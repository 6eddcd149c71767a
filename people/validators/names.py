"""Names of uploaded files: what they may hide."""

import unicodedata
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 120
# Endings that some system runs or draws as a page: in the middle of a name they only deceive.
_ACTIVE = frozenset(
    [
        "app",
        "bat",
        "cmd",
        "com",
        "cpl",
        "dll",
        "docm",
        "dotm",
        "exe",
        "hta",
        "htm",
        "html",
        "jar",
        "js",
        "jse",
        "lnk",
        "mjs",
        "msi",
        "php",
        "phtml",
        "ps1",
        "py",
        "pptm",
        "reg",
        "scr",
        "sh",
        "svg",
        "vb",
        "vbe",
        "vbs",
        "wsf",
        "xhtml",
        "xlsm",
        "xltm",
    ]
)


def clean_name(name: str) -> str:
    """Return the name as it is kept and shown, without folders and no longer than can be read.

    Raises ValidationError for a name made to deceive: characters that are not seen or turn the
    direction of reading, and an ending of a program in front of the real one.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2].strip()
    if not name.isprintable() or not name.strip(". "):
        raise ValidationError(
            _("The file name holds characters that cannot be seen. Rename the file."),
            code="hostile_name",
        )
    if any(suffix.strip(". ").lower() in _ACTIVE for suffix in PurePath(name).suffixes[:-1]):
        raise ValidationError(
            _("The file name has two endings, one of them a program's. Rename the file."),
            code="double_ending",
        )
    ending = PurePath(name).suffix
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - len(ending)] + ending


def ending_of(name: str) -> str:
    """Return the last ending of the name in lower case, without the dot."""
    return PurePath(name).suffix.lower().removeprefix(".")
