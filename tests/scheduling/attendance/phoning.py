"""A trainer's phone as the server sees it: what it asks for and what it sends."""

import json
import uuid

from django.utils import timezone

from scheduling.models import AttendanceMark
from scheduling.queries.phone import owner_key, person_key
from tests.factories import scheduling


class Day:
    """A session of today and the phone of its trainer."""

    def __init__(self, client, trainer, number, language="lv"):
        group = scheduling.group(seats=number)
        group.trainers.add(trainer)
        self.client = client
        self.session = scheduling.session(group, date=timezone.localdate())
        self.blocks = list(self.session.blocks.all())
        self.people = [scheduling.enrolment(group).person for _ in range(number)]
        self.group = group
        self.account = trainer.account
        self.base = f"/{language}/sessions/{self.session.pk}/phone/"

    def data(self):
        response = self.client.get(f"{self.base}roster.json")
        assert response.status_code == 200
        return response.json()

    def mark(self, number=0, status="present", **fields):
        return {
            "nonce": str(uuid.uuid4()),
            "person": person_key(self.session.pk, self.people[number].pk),
            "block": self.blocks[0].pk,
            "status": status,
            "arrived": None,
            "left": None,
            "device_at": timezone.now().isoformat(),
            "seen": 0,
        } | fields

    def sent(self, *marks, **fields):
        return {
            "owner": owner_key(self.account.pk),
            "device_now": timezone.now().isoformat(),
            "marks": list(marks),
        } | fields

    def post(self, content, path="marks/", client=None):
        body = content if isinstance(content, bytes) else json.dumps(content)
        return (client or self.client).post(
            f"{self.base}{path}", body, content_type="application/json"
        )

    def send(self, *marks, **fields):
        response = self.post(self.sent(*marks, **fields))
        assert response.status_code == 200, response.content
        return response.json()


def outcomes(answer):
    return [one["outcome"] for one in answer["results"]]


def ledger():
    rows = AttendanceMark.objects.order_by("session", "position")
    return [(row.person_id, row.status, row.standing) for row in rows]
