"""How form fields are drawn."""

from django import forms
from django.utils.translation import override


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="With all signs")
    agree = forms.BooleanField(label="I agree")
    way = forms.ChoiceField(label="Way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "K1")], widget=forms.CheckboxSelectMultiple, required=False
    )
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(name, values=None):
    with override("en"):
        return " ".join(Sample(values)[name].as_field_group().split())


def test_field_points_to_its_hint():
    assert drawn("name") == (
        '<div class="field"> <label for="id_name">Name</label> '
        '<div class="hint" id="id_name_helptext">With all signs</div> '
        '<input type="text" name="name" required aria-describedby="id_name_helptext" id="id_name"> </div>'
    )


def test_field_with_an_error_says_so_to_everybody():
    html = drawn("name", {"name": ""})

    assert 'aria-invalid="true" aria-describedby="id_name_helptext id_name_error"' in html
    assert '<div class="error" role="alert" id="id_name_error">' in html
    assert "<span>This field is required.</span>" in html


def test_checkbox_stands_before_its_words_and_is_required_in_words():
    html = drawn("agree")

    assert html.index("<input") < html.index("I agree")
    assert "(required)" in html


def test_radio_buttons_form_a_group_with_a_legend():
    html = drawn("way")

    assert '<fieldset class="field"> <legend>Way</legend>' in html
    assert html.count('<label class="choice"') == 2


def test_checkboxes_form_a_group_that_is_optional_in_words():
    assert '<legend>Days <span class="hint">(optional)</span></legend>' in drawn("days")


def test_hidden_field_is_only_its_control():
    assert drawn("secret") == '<input type="hidden" name="secret" id="id_secret">'
