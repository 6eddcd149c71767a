import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from lms.models import OutgoingMail
from people.actions.invitations import (
    InvitationUnusable,
    InvitedAMomentAgo,
    PersonHasAccount,
    UsernameTaken,
    accept_invitation,
    invite_person,
)
from people.models import AuditEntry, Invitation, User
from people.queries import InvitationState, hash_token
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return people.user("programme_manager")


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "lms.outbox.OutboxBackend"


def accept(token: str, username: str = "liepa") -> User:
    return accept_invitation(token=token, username=username, password=people.PASSWORD)


def test_invite_person_stores_only_a_hash_of_a_long_secret(manager):
    invitation, token = invite_person(person=people.person(), by=manager)

    assert len(token) == 43  # 256 bits
    assert invitation.token_hash == hash_token(token)
    assert token not in str(Invitation.objects.values())


def test_invite_person_mails_the_link_in_both_languages(manager, settings):
    settings.SITE_BASE_URL = "https://macibas.example"
    person = people.person(email="liepa@example.invalid")

    _invitation, token = invite_person(person=person, by=manager)

    mail = OutgoingMail.objects.get()
    assert mail.to == ["liepa@example.invalid"]
    text = _text(mail)
    assert text.count(f"https://macibas.example/lv/invitation/{token}/") == 2
    assert text.count(person.full_name) == 2


def _text(mail: OutgoingMail) -> str:
    import email
    from email import policy

    message = email.message_from_bytes(bytes(mail.message), policy=policy.default)
    return message.get_content()


def test_invite_person_without_an_address_mails_nothing(manager):
    invite_person(person=people.person(email=""), by=manager)

    assert OutgoingMail.objects.count() == 0
    assert Invitation.objects.count() == 1


def test_an_invitation_lasts_as_long_as_the_setting_says(manager, settings, time_machine):
    time_machine.move_to("2024-05-08T12:00:00+00:00", tick=False)
    settings.INVITATION_DAYS = 7

    invitation, _token = invite_person(person=people.person(), by=manager)

    assert invitation.expires_at == dt.datetime(2024, 5, 15, 12, tzinfo=dt.UTC)


def test_a_new_invitation_voids_the_earlier_one(manager, time_machine):
    time_machine.move_to("2024-05-08T12:00:00+00:00")
    person = people.person()
    _first, old = invite_person(person=person, by=manager)
    time_machine.shift(120)

    _second, new = invite_person(person=person, by=manager)

    with pytest.raises(InvitationUnusable) as refused:
        accept(old)
    assert refused.value.state == InvitationState.REVOKED
    assert accept(new).person == person


def test_a_double_click_keeps_the_link_just_sent(manager):
    person = people.person()
    _invitation, token = invite_person(person=person, by=manager)

    with pytest.raises(InvitedAMomentAgo):
        invite_person(person=person, by=manager)

    assert OutgoingMail.objects.count() == 1
    assert accept(token).person == person


def test_a_person_with_an_account_is_not_invited(manager):
    person = people.person()
    people.user(person=person)

    with pytest.raises(PersonHasAccount):
        invite_person(person=person, by=manager)

    assert Invitation.objects.count() == 0


def test_accept_invitation_makes_the_persons_account(manager):
    person = people.person(email="Liepa@Example.invalid")
    _invitation, token = invite_person(person=person, by=manager)

    user = accept(token, "Liepa.Abele")

    assert (user.person, user.username, user.email) == (
        person,
        "liepa.abele",
        "Liepa@example.invalid",
    )
    assert user.check_password(people.PASSWORD)
    assert Invitation.objects.get().accepted_at is not None
    assert list(AuditEntry.objects.order_by("id").values_list("action", "actor", "object_id")) == [
        ("person_invited", manager.pk, str(person.pk)),
        ("invitation_accepted", user.pk, str(person.pk)),
    ]


def test_an_invitation_works_once(manager):
    _invitation, token = invite_person(person=people.person(), by=manager)
    accept(token, "first")

    with pytest.raises(InvitationUnusable) as refused:
        accept(token, "second")

    assert refused.value.state == InvitationState.USED
    assert not User.objects.filter(username="second").exists()


def test_an_expired_invitation_opens_nothing(manager, time_machine):
    time_machine.move_to("2024-05-08T12:00:00+00:00")
    _invitation, token = invite_person(person=people.person(), by=manager)
    time_machine.move_to("2024-05-15T12:00:01+00:00")

    with pytest.raises(InvitationUnusable) as refused:
        accept(token)

    assert refused.value.state == InvitationState.EXPIRED


def test_an_unknown_token_opens_nothing():
    with pytest.raises(InvitationUnusable) as refused:
        accept("nothing")

    assert refused.value.state == InvitationState.UNKNOWN


def test_a_taken_user_name_leaves_the_invitation_open(manager):
    people.user(username="liepa")
    person = people.person()
    _invitation, token = invite_person(person=person, by=manager)

    with pytest.raises(UsernameTaken):
        accept(token, "LIEPA")

    assert accept(token, "liepa2").person == person


def test_a_person_who_got_an_account_meanwhile_gets_no_second_one(manager):
    person = people.person()
    _invitation, token = invite_person(person=person, by=manager)
    people.user(person=person)

    with pytest.raises(PersonHasAccount):
        accept(token)


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one_account(manager):
    person = people.person()
    _invitation, token = invite_person(person=person, by=manager)
    start, outcomes = threading.Barrier(2), []

    def run(username: str) -> None:
        start.wait()
        try:
            outcomes.append(accept(token, username).username)
        except (InvitationUnusable, PersonHasAccount) as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert User.objects.filter(person=person).count() == 1
    assert len([o for o in outcomes if o in ("one", "two")]) == 1
    assert Invitation.objects.get().accepted_at <= timezone.now()
