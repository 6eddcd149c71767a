"""Taking a whole programme to another installation, or into a new version here."""

from courses.actions.transfer.exporting import export_programme
from courses.actions.transfer.importing import (
    ImportedPage,
    ImportReport,
    import_programme,
    preview_import,
)
from courses.actions.transfer.media import ImportedMedium

__all__ = [
    "ImportReport",
    "ImportedMedium",
    "ImportedPage",
    "export_programme",
    "import_programme",
    "preview_import",
]
