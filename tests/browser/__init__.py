"""The product in a real Chromium: the story, axe, bad input, the keyboard, pictures."""
