"""What may be uploaded: checked by name and by content, within limits, each refusal a sentence."""

from people.validators.names import clean_name
from people.validators.uploads import (
    CONTENT_TYPES,
    DOCUMENTS,
    IMAGES,
    MAX_BYTES,
    UploadCheck,
    check_upload,
)

__all__ = [
    "CONTENT_TYPES",
    "DOCUMENTS",
    "IMAGES",
    "MAX_BYTES",
    "UploadCheck",
    "check_upload",
    "clean_name",
]
