"""The whole story of the training as six people and the public, through the pages only."""

import pytest

from tests.browser.story import certificate, classroom, enrolment, learning, publishing
from tests.browser.visitors import NARROW, PHONE, WIDE

pytestmark = pytest.mark.browser

COHORT, GROUP, FULL_GROUP, CLASHING_GROUP = "demo-next", "RIG-1", "KUR-1", "VID-1"
NEWCOMER = ("Ķērsta", "Šņorīte-Ābele")


def test_the_story_from_invitation_to_certificate(visitor, product):
    group = product.backstage("group", cohort=COHORT, code=GROUP)
    public = visitor(language="en", size=NARROW)
    before = certificate.counters(public)

    lead = visitor(language="lv", size=WIDE)
    link = enrolment.team_lead_invites(lead, NEWCOMER)

    newcomer = visitor(language="lv", size=NARROW)
    enrolment.newcomer_accepts(newcomer, link, "kersta")
    enrolment.newcomer_enrols(newcomer, group)

    latecomer = visitor(language="en", size=NARROW)
    latecomer.sign_in("newcomer")
    full = product.backstage("group", cohort=COHORT, code=FULL_GROUP)
    enrolment.somebody_waits(latecomer, full)

    participant = visitor(language="en", size=WIDE)
    own = product.backstage("somebody_with_days_ahead")
    wanted = product.backstage("group", cohort=COHORT, code=CLASHING_GROUP)
    enrolment.somebody_meets_a_clash(participant, product, own, wanted)

    learning.take_slowly(newcomer, "M01")

    classmates = product.backstage("people", count=8, municipality="Mārupes novads", prefix="Biedr")
    ids = [person["id"] for person in classmates]
    product.backstage("enrol", people=ids, cohort=COHORT, group=GROUP)
    product.backstage("pass_days", cohort=COHORT, group=GROUP, until=0)
    trainer = visitor(language="lv", size=PHONE, has_touch=True, is_mobile=True)
    classroom.trainer_keeps_five_days(trainer, product, COHORT, GROUP)

    certificate.newcomer_sees_what_is_missing(newcomer, completed=1)
    for code in learning.MODULES[1:]:
        learning.take_quickly(newcomer, code)
    certificate.newcomer_sees_all_is_met(newcomer)

    manager = visitor(language="en", size=WIDE)
    certificate.manager_issues(manager, group["id"], " ".join(NEWCOMER))
    number, code = certificate.newcomer_downloads(newcomer, NEWCOMER)

    certificate.public_verifies(public, code, number)
    after = certificate.counters(public)
    assert after["certified"] == before["certified"] + 1
    assert after["completed"] == before["completed"] + classroom.COMPLETED
    certificate.calendar_is_valid(public, COHORT, GROUP)

    editor = visitor(language="lv", size=WIDE)
    publishing.editor_changes_a_module(editor, product, "M03")
    publishing.public_reads_it(public, product, "M03")
