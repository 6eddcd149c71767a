"""What the product is held against: a bare Django view and a bare Wagtail page."""
