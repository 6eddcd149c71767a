import pytest

from people.latvian import nfc, search_key, sort_key


@pytest.mark.parametrize(
    "names",
    [
        ["Augšdaugavas novads", "Ādažu novads", "Balvu novads"],
        ["Kuldīgas novads", "Ķekavas novads", "Liepāja"],
        ["Celma", "Čakste", "Dārziņa"],
        ["Īve", "Yve", "Jansone"],
        ["Anna Ozola", "Annija Ozola"],
        ["Lazdukalne", "Lazdukalne-Pīlādze", "Lazdukalnes"],
        ["Vītola", "Walter", "Zariņa"],
        ["Müller", "Mūrniece"],
    ],
)
def test_sort_key_follows_the_latvian_alphabet(names):
    mixed = names[1::2] + names[::2]

    assert sorted(mixed, key=sort_key) == names


def test_search_key_drops_case_and_diacritics():
    assert search_key("Žanete ĶIRSE") == "zanete kirse"


def test_nfc_composes_letters_and_collapses_spaces():
    assert nfc("  Z\u030canete   K\u0327irse ") == "Žanete Ķirse"
