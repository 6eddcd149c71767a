"""The content files' small markup."""

import pytest

from cms.actions.richtext import to_rich_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Viens.\n\nDivi.", "<p>Viens.</p><p>Divi.</p>"),
        ("Viena rinda,\notra rinda.", "<p>Viena rinda, otra rinda.</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("- gara\n  rinda\n- b", "<ul><li>gara rinda</li><li>b</li></ul>"),
        ("Trīs lietas:\n- a\n- b", "<p>Trīs lietas:</p><ul><li>a</li><li>b</li></ul>"),
        ("8. maijā sākas.", "<p>8. maijā sākas.</p>"),
        ("1. jūnijā sākas.", "<p>1. jūnijā sākas.</p>"),
        ("**Svarīgi** un **vēl**", "<p><b>Svarīgi</b> un <b>vēl</b></p>"),
        ("2 * 3 ** 4", "<p>2 * 3 ** 4</p>"),
        ("<script>&\r\n\r\nB", "<p>&lt;script&gt;&amp;</p><p>B</p>"),
    ],
)
def test_to_rich_text_makes_paragraphs_and_lists(text, html):
    assert to_rich_text(text) == html
