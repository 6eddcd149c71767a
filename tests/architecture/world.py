"""One small world with a row of everything, and an account in every role."""

import datetime as dt
import uuid
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.test import Client
from django.utils import timezone

from certificates.actions.snapshot import take_snapshot
from certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateDocument,
    CertificateDuplicate,
    CertificateRequest,
)
from cms.actions.questions import ask_question
from cms.models import GlossaryTerm, GuidelineParagraph
from courses.actions.competences import load_competences
from courses.models import ModuleNote, ModuleProgress, SelfAssessment
from people.actions.invitations import invite_person
from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import Role, User
from plans.models import MentorAssignment
from scheduling.actions.following import stop_token
from scheduling.models import CalendarToken, MakeUp, MeetingAlias, Venue, WalkIn
from scheduling.queries import credited_blocks
from tests.architecture import permission_table as table
from tests.factories import assignments, cms, courses, discussions, paper, people, scheduling

_STAFF = {
    table.TRAINER: Role.TRAINER,
    table.OTHER_TRAINER: Role.TRAINER,
    table.MENTOR: Role.MENTOR,
    table.EDITOR: Role.CONTENT_EDITOR,
    table.MANAGER: Role.PROGRAMME_MANAGER,
    table.EVALUATOR: Role.EVALUATOR,
    table.AUDITOR: Role.AUDITOR,
}


class World:
    """Accounts by role, and by name what addresses are filled with."""

    def __init__(self) -> None:
        load_reference()
        self.accounts: dict[str, User] = {}
        self.values: dict[str, Any] = {}
        self._sessions: dict[str, str] = {}
        self._learning()
        self._accounts()
        self._guidelines()
        self._people()
        self._training()
        self._meetings()
        self._certificates()

    def _learning(self) -> None:
        self.programme = courses.programme()
        self.module, self.second_module = self.programme.modules.order_by("position")[:2]
        self.page = page = courses.module_page(self.module)
        self.second_page = courses.module_page(self.second_module)
        load_competences(self.programme)
        GlossaryTerm.objects.create(
            term="Darbs ar jaunatni", term_en="Youth work", definition="x", definition_en="x"
        )
        home = courses.home()
        self.values |= {
            "programme": self.programme.pk,
            "moment": "before",
            "competence_area": "needs",
            "table_format": "csv",
            "module": self.module.code,
            "module_index": page.get_parent().slug,
            "module_slug": page.slug,
            "module_page_number": page.pk,
            "unknown_token": "x" * 22,
            "worksheet": "00000000-0000-4000-8000-000000000000",
            "image_name": "nothing.webp",
            "home_page": home.pk,
            "home_path": "",
            "unknown": 999_999,
            "file_name": "file.pdf",
            "counter": "certified",
        }

    def _accounts(self) -> None:
        for role in table.ROLES:
            if role == table.ANONYMOUS:
                continue
            person = people.person() if role in table.WITH_PERSON else None
            account = people.user(person=person, username=role.replace(" ", "-"))
            if role in _STAFF:
                until = timezone.localdate() + dt.timedelta(days=30)
                assign_role(user=account, role=_STAFF[role], by=None, until=until)
            self.accounts[role] = account

    def _guidelines(self) -> None:
        chapter = cms.chapter(cms.guidelines(), title="Nodaļa", slug="nodala")
        cms.edition()
        cms.rewrite(chapter, "Teksts", "Vēl teksts")
        newest = cms.edition()
        paragraph = GuidelineParagraph.objects.first()
        question = ask_question(
            paragraph=paragraph, text="Kāpēc?", by=self.accounts[table.PARTICIPANT]
        )
        self.values |= {
            "edition": "1.0",
            "newest_edition": newest.number,
            "chapter": 1,
            "paragraph": paragraph.serial,
            "question": question.pk,
            "table": "csv",
        }

    def _people(self) -> None:
        manager = self.accounts[table.MANAGER]
        team = people.team()
        membership = people.member(team, person=self._person(table.PARTICIPANT))
        people.member(team, "lead", person=self._person(table.LEAD))
        people.member(people.team(), person=self._person(table.OTHER_PARTICIPANT))
        MentorAssignment.objects.create(mentor=self._person(table.MENTOR), team=team)
        _invitation, token = invite_person(person=people.person(), by=manager)
        participant = self.accounts[table.PARTICIPANT]
        self.values |= {
            "team": team.pk,
            "membership": membership.pk,
            "participant": participant.person_id,
            "role_assignment": self.accounts[table.TRAINER].role_assignments.get().pk,
            "invitation_token": token,
            "reset_uid": user_pk_to_url_str(participant),
            "reset_key": f"{default_token_generator.make_token(participant)}x",
        }

    def _person(self, role: str) -> Any:
        return self.accounts[role].person

    def _training(self) -> None:
        group, other = scheduling.group(), scheduling.group()
        group.trainers.add(self._person(table.TRAINER))
        other.trainers.add(self._person(table.OTHER_TRAINER))
        session = scheduling.session(group)
        participant = self._person(table.PARTICIPANT)
        enrolment = scheduling.enrolment(group, person=participant)
        scheduling.mark(session.blocks.first(), participant, self.accounts[table.TRAINER])
        progress = ModuleProgress.objects.create(person=participant, module=self.module)
        started = ModuleProgress.objects.create(person=participant, module=self.second_module)
        running = courses.attempt(started, self.second_page, right=None)
        attempt = courses.attempt(progress, self.page)
        SelfAssessment.objects.create(person=participant, programme=self.programme, moment="before")
        note = ModuleNote.objects.create(
            person=participant, module=self.module, part="aim", part_title="Mērķis", text="Mana"
        )
        Venue.objects.create(name="Klubs")
        handed_in = assignments.handed_in(participant, self.module, files=["darbs.pdf"])
        question = discussions.discussion(
            group, self.accounts[table.PARTICIPANT], self.module, kind="question"
        )
        sheet = paper.sheet(session.blocks.first(), self.accounts[table.TRAINER])
        walk_in = WalkIn.objects.create(
            session=session,
            given_name="Ieva",
            family_name="Nākusi",
            recorded_by=self.accounts[table.TRAINER],
        )
        make_up = MakeUp.objects.create(
            person=participant,
            block=session.blocks.last().block,
            session_block=session.blocks.last(),
            kind="task",
            description="Uzdevums",
            state="given",
            proposed_by=self.accounts[table.TRAINER],
        )
        self.group = group
        self.values |= {
            "sheet": sheet.pk,
            "sheet_code": sheet.code,
            "sheet_page": 1,
            "scan": paper.scan(sheet, self.accounts[table.TRAINER]).pk,
            "group": group.pk,
            "group_code": group.code,
            "cohort": group.cohort_id,
            "cohort_code": group.cohort.code,
            "region": group.region.code,
            "session": session.pk,
            "block": session.blocks.first().pk,
            "walk_in": walk_in.pk,
            "make_up": make_up.pk,
            "enrolment": enrolment.pk,
            "attempt": attempt.pk,
            "note": note.pk,
            "second_module": self.second_module.code,
            "running_attempt": running.pk,
            "discussion": question.pk,
            "post": question.posts.get().pk,
            "letters_token": stop_token(question.started_by_id),
            "assignment": handed_in.assignment_id,
            "assignment_file": handed_in.files.get().pk,
            "calendar_token": CalendarToken.objects.create(person=participant).token,
        }

    def _meetings(self) -> None:
        by = self.accounts[table.TRAINER]
        session = scheduling.session(self.group, "T1")
        report = scheduling.meeting_report(session, by, "Izdomāts Vārds")
        alias = MeetingAlias.objects.create(
            person=self._person(table.PARTICIPANT), name="Lapsa", key="lapsa", learned_by=by
        )
        self.values |= {
            "online_session": session.pk,
            "meeting_report": report.pk,
            "meeting_name": report.attendees.get().pk,
            "meeting_alias": alias.pk,
        }

    def _certificates(self) -> None:
        manager, participant = self.accounts[table.MANAGER], self._person(table.PARTICIPANT)
        certificate = Certificate.objects.create(
            person=participant,
            programme=self.programme,
            group=self.group,
            series="DDJ",
            year=2024,
            sequence=1,
            number="DDJ-2024-0001",
            verification_code="ABCD-EFGH-JKLM",
            snapshot=take_snapshot(
                person=participant,
                programme=self.programme,
                group=self.group,
                credited=credited_blocks(participant, self.programme),
                issued_on=timezone.localdate(),
                kind="competence",
                language="lv",
            ),
            evidence=[],
            sha256="0" * 64,
            issued_at=timezone.now(),
            issued_by=manager,
        )
        CertificateDocument.objects.create(certificate=certificate, pdf=b"%PDF-1.7")
        batch = CertificateBatch.objects.create(
            cohort=self.group.cohort,
            group=self.group,
            requested_by=manager,
            nonce=uuid.uuid4(),
        )
        duplicate = CertificateDuplicate.objects.create(
            certificate=certificate,
            ordinal=1,
            pdf=b"%PDF-1.7",
            sha256="0" * 64,
            reason="Nozaudēta",
            issued_at=timezone.now(),
            issued_by=manager,
        )
        request = CertificateRequest.objects.create(
            kind="revoke",
            certificate=certificate,
            person=participant,
            group=self.group,
            reason="Kļūda",
            requested_by=manager,
        )
        self.values |= {
            "duplicate": duplicate.pk,
            "certificate_request": request.pk,
            "certificate": certificate.pk,
            "code": certificate.verification_code,
            "status_list": 0,
            "batch": batch.pk,
        }

    def session_of(self, role: str) -> str:
        """Return the session of the role's account, signed in once."""
        if role not in self._sessions:
            client = Client()
            client.force_login(self.accounts[role], settings.AUTHENTICATION_BACKENDS[-1])
            self._sessions[role] = client.session.session_key
        return self._sessions[role]

    def arguments(self, names: str) -> list[Any]:
        """Return what the names of a row stand for."""
        return [self.values[name] for name in names.split()]
