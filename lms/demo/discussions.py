"""Invented discussions of the demo participant's group: one lively, one question that waits."""

import datetime as dt
import uuid

from django.utils import timezone
from django.utils.translation import override

from courses.models import ModulePage
from courses.queries import parts_of
from people.models import Person, User
from scheduling.actions.discussions import mark_read, start_discussion, write_post
from scheduling.models import Cohort, Discussion, Enrolment, Post, PostToTell

# Who writes what, and how many hours ago.
_TALK = [
    (
        "first",
        (
            "Mums jauniešu centrā atvērtā tērzētava piecās dienās pārvērtās par klaču vietu."
            " Kā jūs vienojāties par noteikumiem?"
        ),
        76,
    ),
    (
        "participant",
        (
            "Mēs noteikumus rakstījām kopā ar jauniešiem, trīs teikumos. Viens no tiem: ko nedrīkstētu"
            " teikt pie galda, to neraksta arī tērzētavā."
        ),
        71,
    ),
    (
        "trainer",
        (
            "Labs piemērs. Vienojieties arī, kurš un cik drīz reaģē, ja noteikumu pārkāpj, un kam"
            " jaunietis par to var pateikt.\n\nNoder arī šie materiāli:"
            " https://drossinternets.lv/"
        ),
        50,
    ),
    ("second", "Paldies! Mēs pievienojām arī, ka pēc plkst. 22 neviens neatbild.", 5),
]
_ASKED = (
    "Vai anketā drīkst jautāt jauniešu vecumu, ja grupā ir tikai seši cilvēki un atbildes kļūst"
    " atpazīstamas?"
)
_ANSWERED = [
    ("participant", "Vai uzdevumā pietiek ar vienu rīku, ja to lieto visās nodarbībās?", 120),
    (
        "trainer",
        "Jā, ja paskaidrojat, kāpēc izvēlējāties tieši to un ko pārbaudījāt pirms lietošanas.",
        96,
    ),
]


def load_discussions(running: Cohort, staff: dict[str, Person]) -> None:
    """Let the participant's group talk about M04, and the participant ask the trainers twice."""
    seats = Enrolment.objects.seated().filter(cohort=running)
    place = seats.select_related("group").get(person=staff["participant"])
    others = seats.filter(group=place.group, person__account=None).exclude(pk=place.pk)
    first, second = others.select_related("person").order_by("pk")[:2]
    voices = {
        "participant": User.objects.get(person=staff["participant"]),
        "trainer": User.objects.get(person=staff["trainer"]),
        "first": _account(first.person, "demo-member-1"),
        "second": _account(second.person, "demo-member-2"),
    }
    with override("lv"):
        _talk(place, "M04", Discussion.Kind.OPEN, _TALK, voices)
        _talk(place, "M02", Discussion.Kind.QUESTION, _ANSWERED, voices)
        _talk(place, "M06", Discussion.Kind.QUESTION, [("participant", _ASKED, 52)], voices)
    # Invented posts of last week are nothing to write letters about.
    PostToTell.objects.all().delete()


def _account(person: Person, username: str) -> User:
    account = User(username=username, person=person, email=person.email)
    account.set_unusable_password()
    account.save()
    return account


def _talk(
    place: Enrolment,
    code: str,
    kind: str,
    lines: list[tuple[str, str, int]],
    voices: dict[str, User],
) -> None:
    """Write the lines, the first at the second part of the module; all have read their own."""
    page = ModulePage.objects.live().get(module__code=code, locale__language_code="lv")
    (voice, text, hours), *answers = lines
    discussion = start_discussion(
        place=Discussion(group=place.group, module=page.module),
        kind=kind,
        part=parts_of(page)[1],
        text=text,
        nonce=uuid.uuid4(),
        by=voices[voice],
    )
    post = discussion.posts.get()
    _backdate(post, hours)
    for voice, text, hours in answers:
        post = write_post(discussion=discussion, text=text, nonce=uuid.uuid4(), by=voices[voice])
        _backdate(post, hours)
    mark_read(discussion=discussion, last_post=post.pk, by=voices["trainer"])


def _backdate(post: Post, hours: int) -> None:
    at = timezone.now() - dt.timedelta(hours=hours)
    Post.objects.filter(pk=post.pk).update(posted_at=at)
