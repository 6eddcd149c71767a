"""Questions become blocks, on the live pages and in every stored version; attempts take the new shape.

Ids are made from the module's code and the place of the question, as for loaded content: both
languages share them. Scores and passes stay as they are.
"""

import json
import uuid

from django.db import migrations

_NAMESPACE = uuid.UUID("5a4f6b0e-8e5f-5f0a-9d7c-0c2f7c0f3d11")
_DRAWN = 5
_EMPTY = {
    "feedback": "", "situation": "", "follow_up": "", "follow_up_options": [], "pairs": [],
    "items": [], "shown": [], "answer": "", "tolerance": "0", "unit": "", "accepted": [],
}


def key(name):
    return str(uuid.uuid5(_NAMESPACE, name))


class Names:
    """Lasting names of one page's questions and answers, by the numbers of their rows."""

    def __init__(self, code, page, rows):
        self.code, self.page = code, page
        self.places = {}
        for n, (question, options) in enumerate(rows, 1):
            self.places[question] = f"q{n}", {option: m for m, option in enumerate(options, 1)}

    def question(self, pk, otherwise):
        place = self.places.get(pk)
        return f"modules/{self.code}/{place[0] if place else self._lost(pk, otherwise)}"

    def option(self, question, pk, otherwise):
        known = self.places.get(question, ("", {}))[1].get(pk)
        return f"options{known}" if known else f"options/{self._lost(pk, otherwise)}"

    def _lost(self, pk, otherwise):
        return f"page{self.page}/{f'row{pk}' if pk else otherwise}"


def blocks(names, questions, version):
    """Return the questions as blocks; each is a dict with pk, text and options."""
    made = []
    for n, question in enumerate(questions, 1):
        pk = question.get("pk")
        name = names.question(pk, f"version{version}/{n}")
        options = [
            {
                "type": "item",
                "id": key(f"{name}/{names.option(pk, option.get('pk'), f'version{version}/{m}')}"),
                "value": {
                    "text": option["text"],
                    "correct": bool(option.get("is_correct")),
                    "feedback": option.get("feedback", ""),
                },
            }
            for m, option in enumerate(question.get("options", ()), 1)
        ]
        value = {"text": question["text"], "outcome": 1, "options": options}
        made.append({"type": "single", "id": key(name), "value": value})
    return made


def convert(apps, schema_editor):
    """Convert pages, versions, modules' rules and attempts, in this order."""
    names, banks = _pages(apps)
    versions = _versions(apps, names)
    _rules(apps, banks)
    _attempts(apps, versions, banks)


def _pages(apps):
    ModulePage = apps.get_model("courses", "ModulePage")
    Question = apps.get_model("courses", "QuizQuestion")
    names, banks = {}, {}
    pages = ModulePage.objects.select_related("module", "locale")
    for page in pages.only("pk", "module__code", "locale__language_code"):
        rows = list(Question.objects.filter(page=page.pk).order_by("sort_order", "pk"))
        questions = [
            {
                "pk": row.pk,
                "text": row.text,
                "options": [
                    {"pk": o.pk, "text": o.text, "is_correct": o.is_correct, "feedback": o.feedback}
                    for o in row.options.order_by("sort_order", "pk")
                ],
            }
            for row in rows
        ]
        listed = [(q["pk"], [option["pk"] for option in q["options"]]) for q in questions]
        names[page.pk] = Names(page.module.code, page.pk, listed)
        bank = blocks(names[page.pk], questions, "live")
        ModulePage.objects.filter(pk=page.pk).update(quiz=json.dumps(bank))
        banks[page.module_id, page.locale.language_code] = bank
    return names, banks


def _versions(apps, names):
    Revision = apps.get_model("wagtailcore", "Revision")
    asked = {
        (questions or {}).get("revision")
        for questions in apps.get_model("courses", "QuizAttempt")
        .objects.values_list("questions", flat=True)
        .iterator()
    }
    kept = {}
    rows = Revision.objects.filter(
        content_type__app_label="courses", content_type__model="modulepage"
    )
    for revision in rows.iterator():
        page = names.get(int(revision.object_id))
        if page is None or "questions" not in revision.content:
            continue
        questions = revision.content.pop("questions")
        bank = blocks(page, questions, revision.pk)
        revision.content["quiz"] = json.dumps(bank)
        revision.save(update_fields=["content"])
        if revision.pk in asked:
            kept[revision.pk] = bank
    return kept


def _rules(apps, banks):
    """All questions were asked until now; a bank of five drawn five times is the same."""
    sizes = {}
    for (module, _language), bank in banks.items():
        sizes.setdefault(module, set()).add(len(bank))
    for module in apps.get_model("courses", "Module").objects.all():
        module.pass_mark = max(module.pass_mark, 1)
        if module.pass_mark > _DRAWN or sizes.get(module.pk, {_DRAWN}) != {_DRAWN}:
            module.quiz_draw = 0
        module.save(update_fields=["pass_mark", "quiz_draw"])


def _attempts(apps, versions, banks):
    Attempt = apps.get_model("courses", "QuizAttempt")
    for attempt in Attempt.objects.select_related("module").iterator():
        stored, chosen = attempt.questions, attempt.answers
        bank = versions.get(stored.get("revision"))
        if bank is None:
            bank = banks.get((attempt.module_id, stored.get("language")), [])
        items, answers, marks = [], {}, []
        for n, old in enumerate(stored.get("items", ())):
            item = _item(attempt.module.code, bank, n, old)
            picked = item["options"][chosen[n]]
            right = picked["is_correct"]
            items.append(item)
            answers[item["id"]] = picked["key"]
            marks.append(
                {"id": item["id"], "right": right, "wrong": [] if right else [picked["key"]]}
            )
        attempt.questions = stored | {"items": items, "outcomes": []}
        attempt.answers, attempt.marks = answers, marks
        attempt.started_at = attempt.submitted_at
        attempt.save(update_fields=["questions", "answers", "marks", "started_at"])


def _item(code, bank, n, old):
    same = n < len(bank) and bank[n]["value"]["text"] == old["text"]
    block = bank[n] if same and len(bank[n]["value"]["options"]) == len(old["options"]) else None
    name = f"modules/{code}/asked{n}/{old['text']}"
    keys = (
        [option["id"] for option in block["value"]["options"]]
        if block
        else [key(f"{name}/{m}") for m, _ in enumerate(old["options"])]
    )
    options = [
        {
            "key": one, "text": option["text"],
            "is_correct": option["is_correct"], "feedback": option["feedback"],
        }
        for one, option in zip(keys, old["options"], strict=True)
    ]
    return _EMPTY | {
        "id": block["id"] if block else key(name), "kind": "single", "outcome": 1,
        "text": old["text"], "options": options,
    }


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0006_question_bank_and_quiz_rules"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    # Backwards only for an empty table: what the new kinds of question hold has no old shape.
    operations = [migrations.RunPython(convert, migrations.RunPython.noop)]
