"""Anchors that last: random edits of a text, and which paragraphs keep their serial."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cms.queries.matching import Fresh, Known, match

words = st.sampled_from(
    ["egle", "ozols", "bērzs", "kļava", "liepa", "osis", "goba", "pīlādzis", "kārkls", "vītols"]
)
texts = st.lists(words, min_size=3, max_size=12).map(" ".join)
documents = st.lists(texts, min_size=1, max_size=12, unique=True)


def known(lines, place="3/body"):
    return [Known(serial, place, text) for serial, text in enumerate(lines, 1)]


def fresh(lines, place="3/body"):
    return [Fresh(place, text) for text in lines]


@st.composite
def edits(draw):
    """Draw an old text and a new one made of it by keeping, dropping, moving and adding paragraphs."""
    old = draw(documents)
    kept = draw(st.lists(st.sampled_from(old), unique=True))
    added = draw(st.lists(texts.map(lambda text: f"jauns {text}"), max_size=5, unique=True))
    return old, kept, draw(st.permutations([*kept, *added]))


@given(edits())
def test_untouched_paragraphs_keep_their_serial_wherever_they_stand(drawn):
    old, kept, new = drawn

    found = match(known(old), fresh(new))

    assert {text: found[new.index(text)] for text in kept} == {
        text: old.index(text) + 1 for text in kept
    }


@given(edits())
def test_no_serial_is_given_twice_or_invented(drawn):
    old, _kept, new = drawn

    given_serials = [serial for serial in match(known(old), fresh(new)) if serial is not None]

    assert len(given_serials) == len(set(given_serials))
    assert set(given_serials) <= set(range(1, len(old) + 1))


@settings(max_examples=50)
@given(st.lists(texts, min_size=1, max_size=8), st.lists(texts, max_size=8))
def test_texts_with_twins_never_share_a_serial(old, new):
    found = [serial for serial in match(known(old), fresh(new)) if serial is not None]

    assert len(found) == len(set(found))


@given(st.lists(texts, min_size=1, max_size=10))
def test_a_text_that_did_not_change_keeps_everything_even_with_twins(lines):
    assert match(known(lines), fresh(lines)) == list(range(1, len(lines) + 1))


def test_an_edited_paragraph_keeps_its_serial_and_a_rewritten_one_does_not():
    old = ["Rīku izvēlas komanda kopā ar jauniešiem.", "Datus glabā vienu gadu."]
    new = ["Rīku izvēlas komanda kopā ar jauniešiem no pagasta.", "Par budžetu lemj dome."]

    assert match(known(old), fresh(new)) == [1, None]


def test_of_two_candidates_the_more_similar_one_keeps_the_serial():
    old = ["viens divi trīs četri pieci"]
    new = ["viens divi trīs seši septiņi", "viens divi trīs četri pieci seši"]

    assert match(known(old), fresh(new)) == [None, 1]


def test_a_paragraph_moved_to_another_chapter_keeps_its_serial():
    old = [Known(1, "1/body", "Viens."), Known(2, "2/body", "Divi.")]

    assert match(old, [Fresh("2/body", "Viens."), Fresh("2/body", "Divi.")]) == [1, 2]


def test_an_edited_paragraph_is_not_looked_for_in_another_chapter():
    old = [Known(1, "1/body", "viens divi trīs četri")]

    assert match(old, [Fresh("2/body", "viens divi trīs pieci")]) == [None]
