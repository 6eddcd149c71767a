"""Images and files: what is refused at upload, and how they are served."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, CollectionViewRestriction

from cms.models import LicensedDocument, LicensedImage
from people.actions.reference import STAFF_GROUPS, load_reference
from people.models import Role
from tests.factories import blocks, people

pytestmark = pytest.mark.django_db
FILLED = {"title": "Fails", **blocks.LICENCE}


@pytest.fixture
def on_disk(settings, tmp_path):
    """Files in a folder, as in production: Wagtail serves those of the memory differently."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }


def check(name: str, content: bytes) -> None:
    form = get_document_form(LicensedDocument)(
        {**FILLED, "collection": Collection.get_first_root_node().pk},
        {"file": SimpleUploadedFile(name, content)},
    )
    if "file" in form.errors:
        raise ValidationError(form.errors["file"])


def refusal(name: str, content: bytes) -> str:
    with override("en"):
        with pytest.raises(ValidationError) as refused:
            check(name, content)
        return refused.value.messages[0]


@pytest.mark.parametrize("ending", ["mp4", "m4a", "webm", "ogg", "wav", "mp3", "vtt", "pdf"])
def test_a_web_page_under_another_name_is_refused(ending):
    content = b"<html><script>alert(1)</script></html>"

    assert refusal(f"a.{ending}", content) == (
        "The file is damaged or is not what its name says. Save it again and choose it anew."
    )


@pytest.mark.parametrize("ending", list(blocks.CONTENTS))
def test_a_file_that_is_what_its_name_says_is_accepted(ending):
    check(f"a.{ending}", blocks.CONTENTS[ending])


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.exe", "a.mp4.html", "a"])
def test_a_file_of_another_kind_is_refused(name):
    document = LicensedDocument(file=SimpleUploadedFile(name, b"x"), **FILLED)

    with pytest.raises(ValidationError, match="file"):
        document.full_clean()


def test_only_recordings_may_be_large():
    large = 10 * 1024 * 1024

    assert refusal("a.txt", b"x" * (large + 1)) == (
        "The file is larger than 10 MB. Reduce it or choose another file."
    )
    for name, content in (("a.txt", b"x" * large), ("a.mp4", b"0000ftyp" + b"x" * large)):
        check(name, content)


def test_an_empty_file_is_refused():
    assert refusal("a.txt", b"") == "The file is empty. Choose another file."


@pytest.fixture
def editing(client):
    load_reference()
    editor = people.user(Role.CONTENT_EDITOR)
    editor.groups.add(Group.objects.get(name=STAFF_GROUPS[Role.CONTENT_EDITOR]))
    client.force_login(editor)
    return client


@pytest.mark.parametrize("missing", ["author", "licence", "source"])
def test_an_editor_cannot_add_a_file_without_saying_whose_it_is(editing, missing):
    sent = {**FILLED, "collection": Collection.get_first_root_node().pk, missing: ""}

    sent["file"] = SimpleUploadedFile("a.pdf", blocks.CONTENTS["pdf"])
    document = editing.post("/admin/documents/add/", sent)
    sent["file"] = SimpleUploadedFile("a.png", blocks.picture())
    image = editing.post("/admin/images/add/", sent)

    assert [document.status_code, image.status_code] == [200, 200]
    assert not LicensedDocument.objects.exists()
    assert not LicensedImage.objects.exists()


def test_an_editor_adds_an_image_and_a_file_with_their_licence(editing):
    sent = {**FILLED, "collection": Collection.get_first_root_node().pk}

    sent["file"] = SimpleUploadedFile("a.pdf", blocks.CONTENTS["pdf"])
    editing.post("/admin/documents/add/", sent)
    sent["file"] = SimpleUploadedFile("a.png", blocks.picture())
    editing.post("/admin/images/add/", sent)

    assert LicensedDocument.objects.get().is_licensed
    assert LicensedImage.objects.get().is_licensed


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.gif"])
def test_only_photographs_can_be_added_as_images(editing, name):
    sent = {**FILLED, "collection": Collection.get_first_root_node().pk}
    sent["file"] = SimpleUploadedFile(name, b"<svg xmlns='http://www.w3.org/2000/svg'/>")

    assert editing.post("/admin/images/add/", sent).status_code == 200
    assert not LicensedImage.objects.exists()


def test_an_image_is_served_in_its_sizes_to_everybody_and_kept_for_ever(client):
    rendition = blocks.image().get_rendition("width-480|format-webp")

    response = client.get(rendition.url)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"


@pytest.mark.parametrize(
    "path",
    ["images/x.svg", "images/x.html", "images/nothing.png", "images/..%2Foriginal_images%2Fx.png"],
)
def test_nothing_but_pictures_in_their_sizes_is_served(client, path):
    for name in ("images/x.svg", "images/x.html", "original_images/x.png"):
        if not default_storage.exists(name):
            default_storage.save(name, SimpleUploadedFile("x", b"<svg/>"))

    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize(
    ("wanted", "status", "told", "length"),
    [
        ("bytes=0-", 206, "bytes 0-4011/4012", 4012),
        ("bytes=0-9", 206, "bytes 0-9/4012", 10),
        ("bytes=4000-", 206, "bytes 4000-4011/4012", 12),
        ("bytes=4000-99999", 206, "bytes 4000-4011/4012", 12),
        ("bytes=-12", 206, "bytes 4000-4011/4012", 12),
        ("bytes=-99999", 206, "bytes 0-4011/4012", 4012),
        ("bytes=4012-", 416, "bytes */4012", 0),
        ("bytes=9-3", 416, "bytes */4012", 0),
    ],
)
def test_a_player_gets_the_stretch_it_asks_for(client, wanted, status, told, length):
    response = client.get(blocks.document("mp4").url, headers={"range": wanted})

    assert response.status_code == status
    assert response["Content-Range"] == told
    assert len(response.content) == length
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")


def test_an_answer_never_holds_more_than_a_megabyte(client, monkeypatch):
    monkeypatch.setitem(blocks.CONTENTS, "mp4", blocks.CONTENTS["mp4"] + b"\0" * 2_000_000)

    response = client.get(blocks.document("mp4").url, headers={"range": "bytes=0-"})

    assert response["Content-Range"] == "bytes 0-1048575/2004012"


@pytest.mark.parametrize("wanted", ["bytes=-", "bytes=0-1,5-6", "bytes=x", "lines=1-2", ""])
def test_a_range_that_is_none_gives_the_whole_file(client, on_disk, wanted):
    response = client.get(blocks.document("mp4").url, headers={"range": wanted})

    assert response.status_code == 200
    assert response["Content-Type"] == "video/mp4"
    assert len(b"".join(response.streaming_content)) == 4012


@pytest.mark.parametrize(
    ("ending", "kind"), [("vtt", "text/vtt"), ("mp3", "audio/mpeg"), ("mp4", "video/mp4")]
)
def test_a_file_is_served_as_what_it_is_and_never_shown_as_a_page(client, on_disk, ending, kind):
    response = client.get(blocks.document(ending).url)

    response.close()
    assert response["Content-Type"].startswith(kind)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_a_stretch_of_a_closed_file_is_closed_too(client):
    closed = Collection.get_first_root_node().add_child(name="Slēgta")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")

    url = blocks.document("mp4", collection=closed).url
    response = client.get(url, headers={"range": "bytes=0-9"})

    assert response.status_code == 302
