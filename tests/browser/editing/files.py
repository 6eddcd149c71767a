"""Small files that an editor might upload: a plan drawn of boxes, a second of silence, a list."""

import wave
from pathlib import Path

from PIL import Image, ImageDraw


def make_files(folder: Path) -> Path:
    """Write the picture, the recording and the list into the folder and return it."""
    plan = Image.new("RGB", (1200, 675), "#f4efe4")
    draw = ImageDraw.Draw(plan)
    draw.rectangle((60, 60, 1140, 615), outline="#2b2b2b", width=8)
    draw.rectangle((60, 220, 80, 440), fill="#7fb7d6")  # the window
    draw.rectangle((150, 290, 250, 380), fill="#2b2b2b")  # the camera
    draw.ellipse((820, 270, 940, 390), fill="#c8553d")  # the speaker
    plan.save(folder / "plans.png")
    with wave.open(str(folder / "telpa.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x00" * 8000)
    (folder / "lomas.txt").write_text("Runātājs\nSarakstes vadītājs\nRežisors\n")
    return folder
