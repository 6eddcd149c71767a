"""Taking a whole programme to another installation, or into a new version here."""

from courses.actions.transfer.copying import copy_programme
from courses.actions.transfer.exporting import export_programme
from courses.actions.transfer.importing import (
    ImportedPage,
    ImportReport,
    import_programme,
    preview_import,
)
from courses.actions.transfer.media import ImportedMedium
from courses.actions.transfer.rows import next_version
from courses.actions.transfer.waiting import forget_upload, keep_upload, kept_upload

__all__ = [
    "ImportReport",
    "ImportedMedium",
    "ImportedPage",
    "copy_programme",
    "export_programme",
    "forget_upload",
    "import_programme",
    "keep_upload",
    "kept_upload",
    "next_version",
    "preview_import",
]
