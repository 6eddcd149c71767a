"""Latvian stems, held against the declensions of our domain's words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people.latvian import search_key, stem

FIRST = ("", "a", "am", "u", "ā", "i", "u", "iem", "us", "os")
# Nominative, then the stem before palatalised endings where it differs.
FIRST_DECLENSION = [
    *("darbs", "rīks", "mentors", "gads", "plāns", "apmeklējums", "jautājums", "uzdevums", "bloks"),
    *("kurss", "tests", "saturs", "dalībnieks", "speciālists", "pārskats", "rādītājs", "vadītājs"),
    *("pasniedzējs", "pierādījums", "avanss", "formāts", "cilvēks", "šķērslis", "modulis"),
    *("jaunietis", "brālis", "mēnesis", "projekts", "process", "novads", "reģions", "medijs"),
]
FOURTH_DECLENSION = [
    *("kļūda", "programma", "grupa", "komanda", "stunda", "plūsma", "diena", "nodarbība"),
    *("apliecība", "pašvaldība", "drošība", "iespēja", "spēja", "starpatskaita", "platforma"),
    *("versija", "vadlīnija", "organizācija", "tēma", "nodaļa", "mācība"),
]
FIFTH_DECLENSION = {
    "spēle": "spēļ",
    "prasme": "prasmj",
    "atzīme": "atzīmj",
    "kompetence": "kompetenč",
    "aktivitāte": "aktivitāš",
    "atbilde": "atbilž",
    "ierīce": "ierīč",
    "minūte": "minūš",
    "saite": "saiš",
    "jaunatne": "jaunatņ",
    "lietotne": "lietotņ",
    "klātiene": "klātieņ",
    "tiešsaiste": "tiešsaist",
}
SIXTH_DECLENSION = {"valsts": "valst", "krāsns": "krāšņ"}
SOFT = {"šķērslis": "šķēršļ", "modulis": "moduļ", "jaunietis": "jaunieš", "brālis": "brāļ", "mēnesis": "mēneš"}  # fmt: skip
ADJECTIVES = ["digitāls", "jauns", "neformāls", "drošs", "individuāls", "publisks", "rezultatīvs"]


def forms(word):
    """Return the case forms of a word of the table."""
    if word in SOFT:
        hard, soft = word[:-2], SOFT[word]
        return [f"{hard}{e}" for e in ("is", "im", "i", "ī")] + [
            f"{soft}{e}" for e in ("a", "i", "u", "iem", "us", "os")
        ]
    if word in FIRST_DECLENSION:
        return [word, *(f"{word[:-1]}{e}" for e in FIRST[1:])]
    if word in FOURTH_DECLENSION:
        return [f"{word[:-1]}{e}" for e in ("a", "as", "ai", "u", "ā", "ām", "ās")]
    if word in FIFTH_DECLENSION:
        own = [f"{word[:-1]}{e}" for e in ("e", "es", "ei", "i", "ē", "ēm", "ēs")]
        return [*own, f"{FIFTH_DECLENSION[word]}u"]
    if word in SIXTH_DECLENSION:
        own = [f"{word[:-1]}{e}" for e in ("s", "ij", "i", "ī", "is", "īm", "īs")]
        return [*own, f"{SIXTH_DECLENSION[word]}u"]
    base = word[:-1]
    endings = ("s", "a", "am", "u", "ā", "i", "iem", "us", "os", "ai", "as", "ām", "ās", "ais")
    definite = ("ā", "o", "ajam", "ajai", "ajā", "ie", "ajiem", "ajos", "ajām", "ajās")
    return [f"{base}{e}" for e in (*endings, *definite)]


WORDS = [*FIRST_DECLENSION, *FOURTH_DECLENSION, *FIFTH_DECLENSION, *SIXTH_DECLENSION, *ADJECTIVES]


def stem_of(word):
    return stem(search_key(word))


@pytest.mark.parametrize("word", WORDS)
def test_all_forms_of_a_word_meet_in_one_stem(word):
    assert {form: stem_of(form) for form in forms(word)} == dict.fromkeys(
        forms(word), stem_of(word)
    )


def test_different_words_keep_different_stems():
    by_stem = {}
    for word in WORDS:
        by_stem.setdefault(stem_of(word), []).append(word)

    assert len(WORDS) >= 60
    assert [words for words in by_stem.values() if len(words) > 1] == []


@pytest.mark.parametrize(
    ("verb", "noun"),
    [("mācīties", "mācīšanās"), ("vērtēt", "vērtēšanu"), ("pieteikties", "pieteikšanos")],
)
def test_a_verbal_noun_meets_its_infinitive(verb, noun):
    assert stem_of(verb) == stem_of(noun)


@pytest.mark.parametrize(
    ("one", "other"),
    [("gads", "gāze"), ("viesis", "vieta"), ("vide", "video"), ("ziņa", "zināt"), ("dati", "datums"), ("siena", "sanāksme")],
)  # fmt: skip
def test_words_that_look_alike_stay_apart(one, other):
    assert stem_of(one) != stem_of(other)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert search_key(search_key(text)) == search_key(text)


@example("šana")
@example("aja")
@example("ties")
@given(st.text(alphabet="abcdeghijklmnoprstuvzāčēģīķļņšūž", min_size=1, max_size=30))
def test_a_stem_is_never_empty_and_stands_within_its_word(word):
    folded = search_key(word)

    found = stem(folded)

    assert found
    # Hardening may exchange the last letter; all before it is the word's own.
    assert folded.startswith(found[:-1])
    assert len(found) <= len(folded)


@pytest.mark.parametrize("word", ["un", "ar", "5000", "дом", "40h", "e"])
def test_what_is_no_latvian_word_is_left_alone(word):
    assert stem(word) == word
