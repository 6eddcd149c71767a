"""A second version of the guidelines, municipalities that have accepted, and readers' questions."""

from cms.actions.acceptance import accept_edition
from cms.actions.editions import MINOR, publish_edition
from cms.actions.questions import answer_question, ask_question
from cms.models import GuidelineChapterPage, GuidelineEdition, GuidelineParagraph
from cms.queries.editions import document_of
from people.models import MunicipalTeam, Person, TeamMembership, User

ACCEPTED = 25
# What a reader of the "tool passport" missed; added to its list in version 1.1.
_NEW_ITEM = {
    "riki-dati-un-drosiba": "<li><b>Pārbaude:</b> kad rīku pārbaudījāt un kad to darīsiet vēlreiz?</li>",
    "tools-data-and-safety": "<li><b>Check:</b> when did you check the tool and when will you do it again?</li>",
}


def load_guidelines(staff: dict[str, Person]) -> None:
    """Let most municipalities accept 1.0, then publish 1.1; leave one question open."""
    editor = User.objects.get(person=staff["editor"])
    reader = User.objects.get(person=staff["participant"])
    _accept(GuidelineEdition.objects.get(major=1, minor=0), staff["lead"])
    for page in GuidelineChapterPage.objects.filter(slug__in=_NEW_ITEM):
        section = page.body[0]
        section.value["text"].source = section.value["text"].source.replace(
            "</ul>", f"{_NEW_ITEM[page.slug]}</ul>", 1
        )
        page.save_revision(user=editor).publish()
    edition = publish_edition(
        kind=MINOR,
        note="Rīka pasē pievienots jautājums par pārbaudes datumu.",
        note_en="The tool passport also asks when the tool was checked.",
        by=editor,
    )
    document = document_of(edition, "lv")
    serials = {p.number: p.serial for chapter in document.chapters for p in chapter.paragraphs}
    answered = ask_question(
        paragraph=GuidelineParagraph.objects.get(serial=serials["3.4"]),
        text="Vai pietiek ar vecuma grupu, ja pārskatā jānorāda jauniešu skaits pa vecumiem?",
        by=reader,
    )
    answer_question(
        question=answered,
        answer="Jā. Pārskatā skaitu norāda pa vecuma grupām, dzimšanas datums nav vajadzīgs.",
        is_public=True,
        by=editor,
    )
    ask_question(
        paragraph=GuidelineParagraph.objects.get(serial=serials["1.3"]),
        text="Vai anketu drīkst izmantot arī skolā, klases stundā?",
        by=reader,
    )


def _accept(edition: GuidelineEdition, waiting: Person) -> None:
    """Accept by the leads of the first teams; the demo lead's own team still has it to do."""
    teams = MunicipalTeam.objects.exclude(memberships__person=waiting).order_by("pk")[:ACCEPTED]
    for n, team in enumerate(teams, 1):
        lead = team.memberships.get(role=TeamMembership.TeamRole.LEAD).person
        account = User(username=f"demo-lead-{n}", person=lead, email=lead.email)
        account.set_unusable_password()
        account.save()
        accept_edition(team=team, edition=edition, by=account)
