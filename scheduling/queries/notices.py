"""Who has said in advance that they will not come, and until when it can be said."""

from django.utils import timezone

from scheduling.models import AbsenceNotice, Session


def may_announce(session: Session) -> bool:
    """Whether the day is planned and has not begun."""
    if session.state != Session.State.PLANNED:
        return False
    starts = [block.starts_at for block in session.blocks.all()]
    if not starts:
        return session.date > timezone.localdate()
    return min(starts) > timezone.now()


def notices_of(session: Session) -> dict[int, AbsenceNotice]:
    """Return the notices of a session by person, in one statement."""
    return {notice.person_id: notice for notice in AbsenceNotice.objects.filter(session=session)}
