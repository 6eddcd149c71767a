"""Tags that every template may use."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils.translation import override

from cms.templatetags.look_tags import daterange, hours, icons, weekday
from cms.templatetags.states import STATES, shown


def render(source, **context):
    return engines["django"].from_string(source).render(context).strip()


def test_icon_is_drawn_in_the_page():
    drawn = render('{% icon "check" %}')

    assert drawn == (
        '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 12.5 9.5 18 20 6.5"/></svg>'
    )


def test_icon_that_does_not_exist_is_an_error_for_the_developer():
    with pytest.raises(TemplateSyntaxError, match="There is no icon 'chekc'"):
        render('{% icon "chekc" %}')


def test_every_state_has_an_icon_and_a_known_tone():
    assert {state.icon for state in STATES.values()} <= set(icons())
    assert {state.tone for state in STATES.values()} == {"ok", "warn", "bad", "info", "off", "new"}


@pytest.mark.parametrize(
    ("state", "kind", "tone", "word"),
    [
        ("present", "", "ok", "Present"),
        ("unmarked", "", "off", "Unmarked"),
        ("completed", "", "ok", "Completed"),
        ("completed", "enrolment", "ok", "Training completed"),
        ("waiting", "", "warn", "On the waiting list"),
        ("waiting", "batch", "off", "Waiting"),
        ("never_heard_of", "", "off", "never heard of"),
    ],
)
def test_shown_knows_the_states_of_the_domain(state, kind, tone, word):
    with override("en"):
        found = shown(state, kind)

        assert (found.tone, str(found.word)) == (tone, word)


def test_state_tag_escapes_a_word_of_its_own():
    assert render('{% state_tag "late" word=word %}', word="<9.25>").endswith("&lt;9.25&gt;</span>")


@pytest.mark.parametrize(
    ("value", "lv", "en"),
    [
        (Decimal("31.50"), "31,5", "31.5"),
        ("40.00", "40", "40"),
        (Decimal(100), "100", "100"),
        (0, "0", "0"),
        (7.25, "7,25", "7.25"),
        (None, "", ""),
        ("", "", ""),
    ],
)
def test_hours_have_no_trailing_zeros(value, lv, en):
    with override("lv"):
        assert hours(value) == lv
    with override("en"):
        assert hours(value) == en


@pytest.mark.parametrize(
    ("value", "words"),
    [(1, "1 academic hour"), ("4.00", "4 academic hours"), ("31.5", "31.5 academic hours")],
)
def test_academic_hours_bring_their_unit(value, words):
    with override("en"):
        assert render("{% academic_hours value %}", value=value) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (dt.date(2024, 5, 8), dt.date(2024, 5, 10), "8–10 May 2024"),
        (dt.date(2024, 5, 10), dt.date(2024, 5, 8), "8–10 May 2024"),
        (dt.date(2024, 5, 29), dt.date(2024, 6, 2), "29 May – 2 June 2024"),
        (dt.date(2024, 12, 30), dt.date(2025, 1, 2), "30 December 2024 – 2 January 2025"),
        (dt.date(2024, 5, 8), dt.date(2024, 5, 8), "8 May 2024"),
        (dt.date(2024, 5, 8), None, "8 May 2024"),
        (None, None, ""),
        # Shortly before midnight in Greenwich it is the next day in Riga.
        (dt.datetime(2024, 5, 7, 22, 30, tzinfo=dt.UTC), dt.date(2024, 5, 8), "8 May 2024"),
    ],
)
def test_daterange_names_month_and_year_once(first, last, words):
    with override("en"):
        assert daterange(first, last) == words


def test_weekday_is_lower_case_in_latvian():
    with override("lv"):
        assert weekday(dt.date(2024, 5, 8)) == "trešdiena"
    assert weekday(None) == ""


@pytest.mark.parametrize(
    ("number", "woven"),
    [
        (0, []),
        (3, ["M0 0h10v30h-10z"]),
        (
            181,
            ["M0 0h360v50H0zM360 0h10v10h-10z", "M0 0h300v50H0z", "M0 0h60v50H0zM60 0h10v10h-10z"],
        ),
        (300, ["M0 0h600v50H0z"]),
        (412, ["M0 0h600v50H0z"]),
    ],
)
def test_belt_weaves_one_stitch_a_person_and_is_full_at_the_target(number, woven):
    drawn = render("{% belt number 300 %}", number=number)

    assert all(f'd="{area}"' in drawn for area in woven)
    assert ("url(#belt-woven)" in drawn) == bool(number)
    with override("en"):
        said = f"A belt of 300 stitches: {min(number, 300)} woven, {300 - min(number, 300)} still empty."
        assert said in render("{% belt number 300 %}", number=number)


def test_belt_defines_its_patterns_once_a_page():
    twice = render("{% belt 3 300 %}{% belt 4 300 %}")

    assert (twice.count('id="belt-woven"'), twice.count('<svg class="belt long"')) == (1, 2)


def test_region_chart_says_its_numbers_in_a_sentence():
    rows = [
        {"label": "Latgale", "value": 30, "target": 60},
        {"label": "<Zemgale>", "value": 5, "target": 0},
    ]
    with override("en"):
        drawn = render("{% region_chart rows title %}", rows=rows, title="Completed")

    assert 'aria-label="Completed: Latgale: 30 of 60; &lt;Zemgale&gt;: 5"' in drawn
    assert 'class="bar" x="0" y="20" width="200"' in drawn


def test_region_chart_without_rows_is_empty():
    assert 'viewBox="0 0 400 1"' in render("{% region_chart rows %}", rows=[])


def test_paginate_keeps_the_rest_of_the_query():
    page = Paginator(range(100), 10).get_page(2)
    request = RequestFactory().get("/?q=zane&page=2")

    drawn = render("{% paginate page %}", page=page, request=request)

    assert 'href="?q=zane&amp;page=3"' in drawn
    assert drawn.count("aria-current") == 1


def test_paginate_says_nothing_about_a_single_page():
    assert render("{% paginate page %}", page=Paginator(range(3), 10).get_page(1)) == ""
