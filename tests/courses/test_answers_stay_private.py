"""Wagtail's index of references, which its usage pages show, knows no answers."""

import pytest
from wagtail.models import ReferenceIndex

from courses.models import FinalReflection, ModuleNote, SelfAssessment, SelfAssessmentRating
from scheduling.models import CourseFeedback, FeedbackGiven, TrainerFeedback


@pytest.mark.parametrize(
    "model",
    [
        SelfAssessment,
        SelfAssessmentRating,
        FinalReflection,
        ModuleNote,
        FeedbackGiven,
        CourseFeedback,
        TrainerFeedback,
    ],
    ids=lambda model: model.__name__,
)
def test_no_usage_page_leads_to_an_answer(model):
    assert not ReferenceIndex.model_is_indexable(model)
