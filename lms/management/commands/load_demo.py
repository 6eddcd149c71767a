"""Loads invented people and two demo cohorts; refused in production, safe to run again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from courses.models import Programme
from lms.demo.answers import load_answers
from lms.demo.cohorts import RUNNING, load_cohorts
from lms.demo.discussions import load_discussions
from lms.demo.guidelines import load_guidelines
from lms.demo.learning import load_learning
from lms.demo.people import load_people
from lms.demo.staff import ACCOUNTS, PASSWORD, load_staff
from scheduling.models import Cohort


class Command(BaseCommand):
    help = "Load invented people for every role and a half-finished cohort."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("Demo people are refused here: this is a production installation.")
        staff = load_staff()
        if not Cohort.objects.filter(code=RUNNING).exists():
            programme = Programme.objects.get(cohorts__code="2024")
            running, ahead = load_cohorts(programme, staff["trainer"])
            load_people(running, ahead, staff)
            load_learning(running, staff)
            load_guidelines(staff)
            load_answers(running, staff)
            load_discussions(running, staff)
        self.stdout.write("Demo accounts (password for all: " + PASSWORD + "):")
        for username, (given, family), _role in ACCOUNTS:
            self.stdout.write(f"  {username:<12} {given} {family}")
