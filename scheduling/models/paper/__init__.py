"""Paper: printed attendance sheets, their scans, the signatures counted on them."""

from scheduling.models.paper.scan import ScanFile, SheetScan
from scheduling.models.paper.sheet import AttendanceSheet
from scheduling.models.paper.signature import CountedSignature, DifferenceNote, SignatureCount

__all__ = [
    "AttendanceSheet",
    "CountedSignature",
    "DifferenceNote",
    "ScanFile",
    "SheetScan",
    "SignatureCount",
]
