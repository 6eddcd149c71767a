"""The module that the editor writes, in both languages: every kind of block and of question."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.editing.desk import Table, Upload

CODE = "M11"


@dataclass(frozen=True)
class Both:
    """A text in Latvian and in English."""

    lv: str
    en: str


def only(value: Any, language: str) -> Any:
    """Return a value with its texts in one language; in English what needs no translation is left."""
    if isinstance(value, Both):
        return getattr(value, language)
    if isinstance(value, tuple):
        return (value[0], only(value[1], language))
    if isinstance(value, list):
        return [only(inner, language) for inner in value]
    if isinstance(value, dict):
        chosen = {key: only(inner, language) for key, inner in value.items()}
        return {key: inner for key, inner in chosen.items() if inner is not None}
    if isinstance(value, Table):
        return Table(
            only(value.caption, language),
            only(value.headings, language),
            only(value.rows, language),
        )
    return value if language == "lv" else None


FIELDS: dict[str, Any] = {
    "title": Both("Mierīga tiešraide", "A calm live stream"),
    "intro": Both(
        "Tiešraide izdodas tad, ja lielākā daļa darba padarīta pirms tās.",
        "A stream goes well when most of the work is done before it.",
    ),
    "aim": Both(
        "Dalībnieks kopā ar jauniešiem sagatavo un vada tiešraidi, kurā ikviens zina savu uzdevumu.",
        "The participant prepares and runs a stream with young people where each knows their task.",
    ),
    "outcomes": [
        Both(
            "Sadala tiešraides lomas tā, lai nevienam nav jādara divi darbi reizē.",
            "Shares out the roles so that nobody has two jobs at once.",
        )
    ],
    "activity_title": Both("Plānojiet savu tiešraidi", "Plan your stream"),
    "activity_minutes": "30",
    "activity_text": Both(
        "Kopā ar diviem jauniešiem aizpildiet darba lapu un pievienojiet tās attēlu.",
        "Fill in the worksheet with two young people and hand in a picture of it.",
    ),
    "reflection_prompt": Both(
        "Kuru lomu jaunieši izvēlētos paši?", "Which role would young people choose themselves?"
    ),
}


def body(folder: Path) -> list[tuple[str, Any]]:
    """Return the blocks by the names that the menu gives them, each with what is in it."""
    return [
        (
            "Sadaļa",
            {
                "heading": Both("Kam tiešraide vajadzīga", "What the stream is for"),
                "text": Both(
                    "Tiešraide nav mērķis. Vispirms jautājiet jauniešiem, kuram viņi grib ko pastāstīt.",
                    "A stream is no aim. First ask young people whom they want to tell something.",
                ),
            },
        ),
        (
            "Teksts",
            Both(
                "Pusstunda sagatavošanās ietaupa stundu skaidrošanās pēc tam.",
                "Half an hour of preparation saves an hour of explaining afterwards.",
            ),
        ),
        (
            "Piemērs",
            {
                "title": Both("Spēļu vakars Ezermalā", "Games evening in Ezermala"),
                "text": Both(
                    "Pieci jaunieši vadīja spēļu vakaru tiešraidē. Viens sekoja tikai sarakstei.",
                    "Five young people ran a games evening live. One of them only watched the chat.",
                ),
            },
        ),
        (
            "Izcēlums",
            {
                "title": Both("Kadrā ir arī fons", "The background is in the picture"),
                "text": Both(
                    "Apskatiet, vai aiz muguras nav redzami cilvēki, kuri tam nav piekrituši.",
                    "Look whether people stand behind you who have not agreed to be seen.",
                ),
            },
        ),
        (
            "Soļi",
            {
                "title": Both("Stunda pirms sākuma", "An hour before the start"),
                "steps": [
                    {
                        "title": Both("Pārbaudiet skaņu", "Check the sound"),
                        "text": Both(
                            "Ierakstiet minūti un noklausieties.",
                            "Record a minute and listen to it.",
                        ),
                    },
                    {
                        "title": Both("Sadaliet lomas", "Share out the roles"),
                        "text": Both(
                            "Runātājs, sarakstes vadītājs, režisors.",
                            "Speaker, chat host, director.",
                        ),
                    },
                ],
            },
        ),
        (
            "Tabula",
            Table(
                Both("Kurš ko dara", "Who does what"),
                [Both("Loma", "Role"), Both("Uzdevums", "Task")],
                [[Both("Runātājs", "Speaker"), Both("Skatās kamerā", "Looks at the camera")]],
            ),
        ),
        (
            "Atverams saraksts",
            {
                "title": Both("Ko mēdz jautāt", "What people ask"),
                "entries": [
                    {
                        "title": Both("Vai ieraksts jāglabā?", "Must the recording be kept?"),
                        "text": Both(
                            "Tikai tad, ja par to vienojās visi, kas tajā redzami.",
                            "Only if everybody seen in it has agreed.",
                        ),
                    }
                ],
            },
        ),
        (
            "Attēls",
            {
                "image": Upload("Telpas plāns", folder / "plans.png"),
                "alt_text": Both(
                    "Telpas plāns: kamera pie loga, runātājs pretī tai.",
                    "Plan of a room: the camera at the window, the speaker facing it.",
                ),
            },
        ),
        (
            "Video",
            {
                "title": Both("Minūte par skaņu", "A minute on sound"),
                "address": "https://www.youtube.com/watch?v=AAAAAAAAAAA",
                "has_captions": True,
                "transcript": Both(
                    "Skaņu pārbauda pirms attēla.", "Sound is checked before the picture."
                ),
            },
        ),
        (
            "Audioieraksts",
            {
                "title": Both("Tā skan tukša telpa", "The sound of an empty room"),
                "file": Upload("Tukšas telpas skaņa", folder / "telpa.wav"),
                "transcript": Both("Klusums.", "Silence."),
            },
        ),
        (
            "Fails",
            {
                "file": Upload("Lomu saraksts", folder / "lomas.txt"),
                "description": Both("Saraksts, ko pielikt pie sienas.", "A list for the wall."),
            },
        ),
        (
            "Rīka pase",
            {
                "name": "Straumētājs",
                "purpose": Both("Vienas kameras attēla pārraide.", "Streaming from one camera."),
                "age_limit": Both("No 13 gadiem.", "From the age of 13."),
                "personal_data": Both("E-pasta adrese.", "An e-mail address."),
                "cost": Both("Bez maksas.", "Free."),
                "access": Both("Dators ar kameru.", "A computer with a camera."),
                "fallback": Both("Parādiet ierakstu vēlāk.", "Show a recording later."),
                "checked_on": "2026-11-20",
            },
        ),
        (
            "Vingrinājums: sašķirot",
            {
                "title": Both("Pirms vai laikā", "Before or during"),
                "instruction": Both("Sašķirojiet darbus.", "Sort the jobs."),
                "groups": [
                    {
                        "name": Both("Pirms tiešraides", "Before the stream"),
                        "entries": [Both("Pārbaudīt skaņu", "Check the sound")],
                    },
                    {
                        "name": Both("Tiešraides laikā", "During the stream"),
                        "entries": [Both("Sekot sarakstei", "Watch the chat")],
                    },
                ],
                "explanation": Both(
                    "Skaņu vairs nevar labot, kad to jau klausās.",
                    "Sound can't be mended once people listen.",
                ),
            },
        ),
        (
            "Vingrinājums: savienot",
            {
                "title": Both("Loma un darbs", "Role and job"),
                "instruction": Both("Savienojiet lomu ar darbu.", "Match the role with its job."),
                "pairs": [
                    {
                        "left": Both("Režisors", "Director"),
                        "right": Both("Pārslēdz attēlu", "Switches the picture"),
                    },
                    {
                        "left": Both("Runātājs", "Speaker"),
                        "right": Both("Uzrunā skatītājus", "Speaks to the viewers"),
                    },
                ],
                "explanation": Both("Katram viens darbs.", "One job for each."),
            },
        ),
        (
            "Darba lapa",
            {
                "title": Both("Mūsu tiešraides plāns", "The plan of our stream"),
                "instructions": Both("Aizpildiet kopā.", "Fill it in together."),
                "fields": [
                    ("Līnijas", {"prompt": Both("Kam to stāstām?", "Whom do we tell it?")}),
                ],
            },
        ),
    ]


QUIZ: list[tuple[str, Any]] = [
    (
        "Viena pareiza atbilde",
        {
            "text": Both("Ko pārbauda vispirms?", "What is checked first?"),
            "options": [
                {
                    "text": Both("Skaņu", "The sound"),
                    "correct": True,
                    "feedback": Both("Jā, skaņu.", "Yes, the sound."),
                },
                {
                    "text": Both("Krāsas", "The colours"),
                    "feedback": Both("Bez krāsām vēl klausās.", "People listen without colours."),
                },
            ],
        },
    ),
    (
        "Patiess vai aplams",
        {
            "text": Both("Aiz runātāja drīkst stāvēt ikviens.", "Anybody may stand behind."),
            "feedback": Both("Vajadzīga viņu piekrišana.", "They must have agreed."),
        },
    ),
    (
        "Sakārtošana",
        {
            "text": Both("Sakārtojiet soļus.", "Put the steps in order."),
            "items": [
                Both("Vienoties par mērķi", "Agree on the aim"),
                Both("Pārbaudīt skaņu", "Check the sound"),
            ],
            "feedback": Both("Mērķis ir pirmais.", "The aim comes first."),
        },
    ),
    (
        "Skaitlis",
        {
            "text": Both("Cik lomu vajag trim darbiem?", "How many roles do three jobs need?"),
            "answer": "3",
            "feedback": Both("Trīs.", "Three."),
        },
    ),
    (
        "Īss teksts",
        {
            "text": Both("Kurš runā kadrā?", "Who speaks in the picture?"),
            "accepted": [Both("runātājs", "speaker")],
            "feedback": Both("Runātājs.", "The speaker."),
        },
    ),
]
