"""The review of module pages: a trainer looks at the content, a language editor at the language."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from courses.models import ModuleIndexPage
from people.actions.reference import STAFF_GROUPS
from people.models import Role

# Names are stored text, so they stand in both languages.
WORKFLOW = "Moduļa recenzēšana · Module review"
TASKS = [
    ("Satura recenzija · Content review", Role.TRAINER),
    ("Valodas redaktūra · Language review", Role.LANGUAGE_EDITOR),
]


@transaction.atomic
def load_module_review() -> Workflow:
    """Give both catalogues of modules their review; what editors changed in it stays as it is."""
    workflow = Workflow.objects.filter(name=WORKFLOW).first() or _make()
    taken = set(WorkflowPage.objects.values_list("page", flat=True))
    for index in ModuleIndexPage.objects.exclude(pk__in=taken).order_by("pk"):
        WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=index.pk))
    return workflow


def _make() -> Workflow:
    # Wagtail comes with a review by a group nobody is in; what is sent there never comes back.
    asked = "workflow__workflow_tasks__task__groupapprovaltask__groups__user"
    WorkflowPage.objects.filter(page__depth=1, **{asked: None}).delete()
    workflow = Workflow.objects.create(name=WORKFLOW)
    for order, (name, role) in enumerate(TASKS):
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.set([Group.objects.get_or_create(name=STAFF_GROUPS[role])[0]])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    return workflow
