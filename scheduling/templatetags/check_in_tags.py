"""Self check-in on other pages, and the drawing of its code."""

from typing import Any

import segno
from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from people.models import Person
from scheduling.models import Session
from scheduling.queries.check_in import is_awaited, wall

register = template.Library()


@register.simple_tag
def qr_code(address: str) -> SafeString:
    """Draw an address as a QR code, on the server and without styles: dark on light, 4 modules free."""
    drawn = segno.make(address, error="m", micro=False)
    svg: str = drawn.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr")
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S308  # drawn by segno from our own address


@register.inclusion_tag("scheduling/parts/check_in_door.html")
def check_in_door(session: Session) -> dict[str, Any]:
    """Offer on the attendance sheet to open self check-in, or to show it on the screen."""
    shown = wall(session, timezone.now())
    return {"session": session, "wall": shown, "next": shown.to_open[:1]}


@register.inclusion_tag("scheduling/parts/check_in_link.html")
def check_in_link(person: Person) -> dict[str, Any]:
    """Lead to the check-in while one of the person's own days is open for it and waits for them."""
    return {"is_open": is_awaited(person)}
