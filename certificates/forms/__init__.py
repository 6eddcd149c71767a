"""What people type about certificates: orders, reasons, filters, details, codes."""

from certificates.forms.chain import (
    DecisionForm,
    IssueRequestForm,
    ReasonForm,
    ReplacementForm,
    read_ids,
)
from certificates.forms.orders import OrderForm, WarningForm
from certificates.forms.register import RegisterForm
from certificates.forms.supplement import DetailsForm, LevelsForm
from certificates.forms.verify import CodeForm

__all__ = [
    "CodeForm",
    "DecisionForm",
    "DetailsForm",
    "IssueRequestForm",
    "LevelsForm",
    "OrderForm",
    "ReasonForm",
    "RegisterForm",
    "ReplacementForm",
    "WarningForm",
    "read_ids",
]
