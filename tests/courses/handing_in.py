"""What the tests of assignments share: the address, and how a draft is sent."""

from courses.models import AssignmentFile

URL = "/en/module/M01/assignment/"
HTML = b"<!doctype html><script>alert(1)</script>"


def send(client, do="save", **fields):
    return client.post(URL, {"do": do, "text": "", "link": ""} | fields)


def stored_names():
    """Names of the bytes in the private storage."""
    return {row.stored.name for row in AssignmentFile.objects.all()}
