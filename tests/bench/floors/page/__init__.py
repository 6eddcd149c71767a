"""The upper floor: a Wagtail project as its template makes it, with one page of blocks."""
