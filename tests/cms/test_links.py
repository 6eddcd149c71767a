"""The report on links, and asking other sites without being led into our own network."""

import ipaddress
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import call_command
from wagtail.models import Page

from cms.actions import linkcheck
from cms.actions.linkcheck import ask, check_links, is_public
from cms.models import LinkCheck
from cms.queries.links import findings
from cms.tasks import start_link_check
from tests.factories import cms

Result = LinkCheck.Result


class Site(HTTPServer):
    """A server on this machine that remembers what it was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []
        self.answers = {}


class Handler(BaseHTTPRequestHandler):
    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["Host"]))
        status, headers = self.server.answers.get((self.command, self.path), (200, {}))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def do_GET(self):
        self.do_HEAD()

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    monkeypatch.setattr(linkcheck, "_ALLOWED_PORTS", frozenset({80, 443, server.server_port}))
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def public_site(site, monkeypatch):
    """The server, reached by a name that stands for it as if it were a public address."""
    examined = linkcheck.resolve_public
    monkeypatch.setattr(
        linkcheck,
        "resolve_public",
        lambda host, port: ["127.0.0.1"] if host == "public.example" else examined(host, port),
    )
    return site


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://0:{port}/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://user:pass@127.0.0.1:{port}/",
        "http://127.0.0.1:22/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/",
        "http:///",
        "http://[::1/",
        "javascript:alert(1)",
    ],
)
def test_what_is_not_public_is_never_asked(site, address):
    answer = ask(address.format(port=site.server_port))

    assert (answer.result, site.asked) == (Result.REFUSED, [])


def test_a_redirect_into_our_own_network_is_not_followed(public_site):
    port = public_site.server_port
    public_site.answers[("HEAD", "/")] = (302, {"Location": f"http://127.0.0.1:{port}/secret"})

    answer = ask(f"http://public.example:{port}/")

    assert answer.result == Result.REFUSED
    assert [path for _, path, _ in public_site.asked] == ["/"]


def test_a_name_of_which_one_address_is_private_is_refused(monkeypatch):
    both = [(2, 1, 6, "", (number, 80)) for number in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(linkcheck.socket, "getaddrinfo", lambda *args, **options: both)

    assert ask("http://two-faced.example/").result == Result.REFUSED


@pytest.mark.parametrize(
    ("answers", "result", "status", "asked"),
    [
        ({}, Result.OK, 200, ["HEAD /a%C4%81?x=1"]),
        ({("HEAD", "/a%C4%81?x=1"): (405, {})}, Result.OK, 200, ["HEAD /a%C4%81?x=1", "GET /a%C4%81?x=1"]),
        ({(m, "/a%C4%81?x=1"): (404, {}) for m in ("HEAD", "GET")}, Result.GONE, 404, ["HEAD /a%C4%81?x=1", "GET /a%C4%81?x=1"]),
        ({(m, "/a%C4%81?x=1"): (503, {}) for m in ("HEAD", "GET")}, Result.FAILED, 503, ["HEAD /a%C4%81?x=1", "GET /a%C4%81?x=1"]),
        ({("HEAD", "/a%C4%81?x=1"): (301, {"Location": "/b"})}, Result.OK, 200, ["HEAD /a%C4%81?x=1", "HEAD /b"]),
        ({("HEAD", "/a%C4%81?x=1"): (301, {"Location": "/a%C4%81?x=1"})}, Result.FAILED, 301, ["HEAD /a%C4%81?x=1"] * 5),
    ],
)  # fmt: skip
def test_an_answer_is_read_by_its_head(public_site, answers, result, status, asked):
    public_site.answers = answers

    answer = ask(f"http://public.example:{public_site.server_port}/aā?x=1")

    assert (answer.result, answer.status) == (result, status)
    assert [f"{method} {path}" for method, path, _ in public_site.asked] == asked
    assert {host for _, _, host in public_site.asked} == {"public.example"}


def test_a_silent_or_endless_server_is_left(public_site, monkeypatch):
    monkeypatch.setattr(linkcheck, "_MOST_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setattr(linkcheck, "_ALLOWED_PORTS", frozenset({port}))

        assert ask(f"http://public.example:{port}/").result == Result.FAILED


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("172.16.0.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("fc00::1", False),
        ("2002:7f00:1::", False),
        ("ff02::1", False),
    ],
)
def test_is_public_knows_the_open_internet(number, public):
    assert is_public(ipaddress.ip_address(number)) is public


def linked(*links, title="Lapa"):
    text = "".join(f"<p>{link}</p>" for link in links)
    return cms.standard_page("lv", title=title, slug="", body=[("text", text)])


@pytest.mark.django_db
def test_links_to_pages_documents_and_places_are_checked_at_once():
    target = cms.standard_page("lv", slug="merkis")
    hidden = cms.standard_page("lv", slug="slepta")
    hidden.unpublish()
    good = [
        f'<a linktype="page" id="{target.pk}">x</a>',
        '<a href="/lv/merkis/">x</a>',
        '<a href="/lv/merkis/#main">x</a>',
        '<a href="#main">x</a>',
        '<a href="/lv/schedule/">x</a>',
        '<a href="mailto:a@example.org">x</a>',
        '<a href="http://127.0.0.1:8000/lv/merkis/">x</a>',
    ]
    bad = [
        f'<a linktype="page" id="{hidden.pk}">x</a>',
        '<a linktype="page" id="999999">x</a>',
        '<a linktype="document" id="999999">x</a>',
        '<a href="/lv/nekas/">x</a>',
        '<a href="/lv/merkis/#nekas">x</a>',
        '<a href="#nekas">x</a>',
    ]
    linked(*good, *bad)

    found = findings()

    assert len(found) == len(bad)
    assert [finding.address for finding in found[3:]] == ["/lv/nekas/", "/lv/merkis/#nekas", "#nekas"]  # fmt: skip


@pytest.mark.django_db
def test_external_links_stand_with_their_last_answer_the_broken_ones_first():
    linked('<a href="https://a.example/">x</a>', '<a href="https://b.example/">x</a>')
    LinkCheck.objects.create(
        address="https://b.example/", result=Result.GONE, status=404, checked_at="2026-01-01T00:00Z"
    )

    assert [(f.address, f.is_broken, f.status) for f in findings()] == [
        ("https://b.example/", True, 404),
        ("https://a.example/", False, None),
    ]


@pytest.mark.django_db
def test_the_command_asks_each_address_once_a_week_and_forgets_those_that_went(public_site, capsys):
    port = public_site.server_port
    page = linked(*[f'<a href="http://public.example:{port}/{n}">x</a>' for n in (1, 2, 1)])
    linked(f'<a href="http://127.0.0.1:{port}/secret">x</a>')

    call_command("check_links", most=2)
    call_command("check_links")
    assert check_links(most=9) == []

    assert [path for _, path, _ in public_site.asked] == ["/1", "/2"]
    assert sorted(LinkCheck.objects.values_list("result", flat=True)) == ["ok", "ok", "refused"]
    assert "2 links were asked for." in capsys.readouterr().out
    page.unpublish()
    check_links(most=9)
    assert LinkCheck.objects.count() == 1


@pytest.mark.django_db
def test_the_worker_asks_only_where_the_operator_allows_it(public_site, settings):
    linked(f'<a href="http://public.example:{public_site.server_port}/1">x</a>')

    assert (start_link_check(), public_site.asked) == (False, [])
    settings.LINK_CHECK = True
    assert (start_link_check(), len(public_site.asked)) == (True, 1)


@pytest.mark.django_db
def test_links_are_found_in_whatever_a_page_is_made_of():
    faq = cms.faq("lv")
    answer = '<p><a href="https://c.example/">x</a></p>'
    faq.themes = json.dumps(
        [
            {
                "type": "theme",
                "value": {"title": "T", "questions": [{"question": "Q", "answer": answer}]},
            }
        ]
    )
    faq.save_revision().publish()

    assert [finding.address for finding in findings()] == ["https://c.example/"]
    assert Page.objects.get(pk=findings()[0].page.pk).specific == faq
