"""Who may take modules and who may set their rules."""

import rules

from courses.models import AssignmentFile, ModuleNote, QuizAttempt
from people.models import User
from people.rules import add_own_perm, has_person, is_content_editor, is_programme_manager


@rules.predicate
def made_attempt(user: User, attempt: QuizAttempt | None) -> bool:
    """Whether the try is this account's own person's."""
    return attempt is not None and user.is_authenticated and user.person_id == attempt.person_id


@rules.predicate
def added_file(user: User, file: AssignmentFile | None) -> bool:
    """Whether the file is in this account's own person's assignment."""
    return (
        file is not None and user.is_authenticated and user.person_id == file.assignment.person_id
    )


@rules.predicate
def wrote_note(user: User, note: ModuleNote | None) -> bool:
    """Whether the note is this account's own person's."""
    return note is not None and user.is_authenticated and user.person_id == note.person_id


add_own_perm("courses.take_module", has_person)
add_own_perm("courses.keep_notes", has_person)
add_own_perm("courses.open_note", has_person & wrote_note)
# Who else may read an assignment is a matter of groups: see scheduling.rules.
add_own_perm("courses.see_assignment_file", has_person & added_file)
add_own_perm("courses.see_attempt", has_person & made_attempt)
add_own_perm("courses.answer_attempt", has_person & made_attempt)
rules.add_perm("courses.see_quiz_statistics", is_content_editor | is_programme_manager)
add_own_perm("courses.assess_oneself", has_person)
add_own_perm("courses.write_final_reflection", has_person)
# Wagtail's admin asks for these by Django's names.
rules.add_perm("courses.view_programme", is_programme_manager | is_content_editor)
rules.add_perm("courses.change_programme", is_programme_manager)
# Editors take texts out; only managers bring a whole programme in.
rules.add_perm("courses.export_programme", is_programme_manager | is_content_editor)
rules.add_perm("courses.import_programme", is_programme_manager)
rules.add_perm("courses.copy_programme", is_programme_manager)
# Editors begin new modules; the rules of those that people take are the manager's.
rules.add_perm("courses.view_module", is_programme_manager | is_content_editor)
rules.add_perm("courses.add_module", is_programme_manager | is_content_editor)
rules.add_perm("courses.change_module", is_programme_manager)
for _model in ("competence", "competencearea"):
    for _act in ("view", "change"):
        rules.add_perm(f"courses.{_act}_{_model}", is_programme_manager | is_content_editor)
