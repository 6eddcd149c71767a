"""Giving a published module page its version number, and who reads which version."""

from django.db import transaction

from courses.models import Module, ModuleEdition, ModulePage, ModuleProgress
from courses.queries import edition_of_training, newest_edition
from people.models import Person


@transaction.atomic
def record_edition(*, page: ModulePage) -> ModuleEdition | None:
    """Put the revision just published into a version, a new one if its editor asked for one.

    Recording the same revision again changes nothing. A page in a language that the newest
    version does not have joins that version. Who published it is in Wagtail's own log.
    """
    revision = page.live_revision_id
    if revision is None:  # an alias follows its source and is nobody's version
        return None
    module = Module.objects.select_for_update(of=("self",)).get(pk=page.module_id)
    language = page.locale.language_code
    newest = newest_edition(module.pk)
    if newest is not None and newest.revisions.get(language) == revision:
        return newest
    if newest is None:
        edition = _create(module, page, 1, 0, {language: revision})
    elif language not in newest.revisions or page.edition_kind == page.Edition.TRANSLATION:
        newest.revisions[language] = revision
        newest.save(update_fields=["revisions"])
        edition = newest
    elif page.edition_kind == page.Edition.VERSION:
        edition = _create(
            module, page, newest.major + 1, 0, newest.revisions | {language: revision}
        )
    else:
        revisions = newest.revisions | {language: revision}
        edition = _create(module, page, newest.major, newest.minor + 1, revisions)
    _reach_readers(edition)
    ModulePage.objects.filter(pk=page.pk).update(version_number=edition.number)
    page.version_number = edition.number
    return edition


def edition_to_start(person: Person, module: Module) -> ModuleEdition | None:
    """Return the version the person starts: the one their training has, otherwise the newest."""
    return edition_of_training(person, module, starts=True) or newest_edition(module.pk)


def _create(
    module: Module, page: ModulePage, major: int, minor: int, revisions: dict[str, int]
) -> ModuleEdition:
    return ModuleEdition.objects.create(
        module=module, major=major, minor=minor, revisions=revisions, note=page.edition_note
    )


def _reach_readers(edition: ModuleEdition) -> None:
    """Bring it to everybody who takes this version, corrected or not, and has not completed it."""
    ModuleProgress.objects.filter(
        module=edition.module_id, edition__major=edition.major, completed_at=None
    ).update(edition=edition, revisions=edition.revisions)
