"""Opens the first door of a new installation: the account of a programme manager."""

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from people.actions.roles import assign_role
from people.models import Person, Role, User


class Command(BaseCommand):
    help = "Create a programme manager's account; asks for the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="sign-in name, may be the e-mail address")
        parser.add_argument("given_name")
        parser.add_argument("family_name")
        parser.add_argument("email")

    @transaction.atomic
    def handle(
        self, *, username: str, given_name: str, family_name: str, email: str, **options: Any
    ) -> None:
        username = User.normalize_username(username).lower()
        if User.objects.filter(username=username).exists():
            raise CommandError(f"There is an account named {username} already.")
        account = User(username=username, email=email)
        password = getpass("Password: ")
        try:
            validate_password(password, account)
        except ValidationError as fault:
            raise CommandError("\n".join(fault.messages)) from fault
        account.person = Person.objects.create(
            given_name=given_name, family_name=family_name, email=email
        )
        account.set_password(password)
        account.save()
        assign_role(user=account, role=Role.PROGRAMME_MANAGER, by=None)
        self.stdout.write(f"{account.person.full_name} may sign in as {username}.")
