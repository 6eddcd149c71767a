"""Loading the targets of the project."""

from django.db import transaction

from monitoring.models import Target

_TARGETS = [
    (
        "T1",
        "Mācības nodrošinātas darba ar jaunatni veicējiem",
        "Youth work practitioners given training",
        300,
        Target.Counter.COMPLETED,
    ),
    (
        "T2",
        "Pašvaldības, kas izstrādājušas un pilnībā īstenojušas pasākumu programmu",
        "Municipalities that developed and fully implemented a programme of measures",
        42,
        "",
    ),
    (
        "T3",
        "Jaunieši tehnoloģiskās inovācijas darbībās",
        "Young people in technological innovation actions",
        10_000,
        "",
    ),
    ("T4", "Mācību programma", "Training programme", 1, ""),
    ("T5", "Vadlīnijas pašvaldībām", "Guidelines for municipalities", 1, ""),
    ("T6", "Sistēmas darbības monitorings", "Monitoring of the system's performance", 1, ""),
    ("T7", "Projekta rezultātu audits", "Audit of the project results", 1, ""),
]


@transaction.atomic
def load_targets() -> int:
    """Add the targets that are missing; return how many. Values that staff changed stay."""
    added = 0
    for code, title, title_en, value, counter in _TARGETS:
        _target, is_new = Target.objects.get_or_create(
            code=code,
            defaults={"title": title, "title_en": title_en, "value": value, "counter": counter},
        )
        added += is_new
    return added
