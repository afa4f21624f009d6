"""Events that repeat: made by the form, seen on both sides of a clock change, moved, divided, deleted, taken back."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.servers.axe import serious_faults

from .calendar_screen import CalendarScreen
from .conftest import DESK, PHONE, OpenAs

pytestmark = pytest.mark.browser


def question(screen: CalendarScreen) -> Locator:
    """Which occurrences are meant."""
    return screen.page.locator("dialog.which")


def starts(screen: CalendarScreen, event_subject: str, start: str, end: str) -> list[str]:
    """Where the server has the occurrences of a subject, in Paris."""
    screen.saved()
    found = screen.api("GET", f"/events?start={start}&end={end}&owner=me&time_zone=Europe/Paris")
    return [one["start"][:16] for one in found["items"] if one["subject"] == event_subject]


def test_a_weekly_series_by_the_form_keeps_its_hour_over_the_clock_change(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open(view="week", date="2027-03-22")
    screen.page.keyboard.press("c")
    screen.field("Objet").fill("Ronde du lundi")
    screen.field("Date").fill("2027-03-22")
    screen.field("Début").fill("09:00")
    screen.field("Fin").fill("10:00")
    screen.page.keyboard.press("Tab")
    screen.field("Répétition").select_option("Chaque semaine le lundi")
    expect(screen.sheet.locator(".repeat__said")).to_have_text("Chaque semaine le lundi")
    screen.page.keyboard.press("Control+Enter")
    expect(screen.shown("Ronde du lundi")).to_contain_text("09:00–10:00")
    expect(screen.shown("Ronde du lundi").get_by_role("img", name="Se répète")).to_be_visible()
    screen.page.keyboard.press("j")
    expect(screen.shown("Ronde du lundi")).to_contain_text("09:00–10:00")
    assert starts(screen, "Ronde du lundi", "2027-03-20", "2027-04-07") == [
        "2027-03-22T09:00", "2027-03-29T09:00", "2027-04-05T09:00",
    ]  # fmt: skip


WEEKLY = ["RRULE:FREQ=WEEKLY"]


def weekly(screen: CalendarScreen, subject: str, monday: str) -> None:
    """Four Mondays from 10:00 to 11:00, and the week of the second one."""
    screen.open()
    screen.plan(subject, monday, recurrence=["RRULE:FREQ=WEEKLY;COUNT=4"])


def test_one_occurrence_is_dragged_or_put_back_by_escape(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    weekly(screen, "Tirée", "2028-01-03")
    screen.open(view="week", date="2028-01-10")
    screen.drag_event("Tirée", days=1, hours=1)
    expect(question(screen)).to_contain_text("Déplacer un événement récurrent")
    expect(question(screen).get_by_role("button", name="Cet événement")).to_be_focused()
    screen.page.keyboard.press("Escape")
    expect(question(screen)).to_have_count(0)
    expect(screen.shown("Tirée")).to_contain_text("10:00–11:00")
    assert starts(screen, "Tirée", "2028-01-10", "2028-01-17") == ["2028-01-10T10:00"]

    screen.drag_event("Tirée", days=1, hours=1)
    screen.page.keyboard.press("Enter")
    expect(screen.shown("Tirée")).to_contain_text("11:00–12:00")
    all_four = ["2028-01-03T10:00", "2028-01-11T11:00", "2028-01-17T10:00", "2028-01-24T10:00"]
    assert starts(screen, "Tirée", "2028-01-01", "2028-02-01") == all_four
    screen.page.keyboard.press("Control+z")
    expect(screen.shown("Tirée")).to_contain_text("10:00–11:00")
    assert starts(screen, "Tirée", "2028-01-10", "2028-01-17") == ["2028-01-10T10:00"]


def test_this_and_following_are_dragged_and_taken_back(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    weekly(screen, "Divisée", "2028-02-07")
    screen.open(view="week", date="2028-02-14")
    screen.drag_event("Divisée", days=2)
    question(screen).get_by_role("button", name="Celui-ci et les suivants").click()
    expect(screen.toast).to_contain_text("(celui-ci et les suivants)")
    assert starts(screen, "Divisée", "2028-02-01", "2028-03-05") == [
        "2028-02-07T10:00", "2028-02-16T10:00", "2028-02-23T10:00", "2028-03-01T10:00",
    ]  # fmt: skip
    # The new series is what is drawn: its occurrence opens, and a change of it meets no other version.
    screen.shown("Divisée").focus()
    screen.page.keyboard.press("Alt+ArrowDown")
    screen.page.keyboard.press("Enter")
    expect(screen.shown("Divisée")).to_contain_text("10:15–11:15")
    expect(screen.shown("Divisée")).to_be_focused()
    screen.saved()
    screen.page.keyboard.press("Control+z")
    expect(screen.shown("Divisée")).to_contain_text("10:00–11:00")
    screen.saved()
    screen.page.keyboard.press("Control+z")
    expect(screen.page.get_by_text("Annulé", exact=True)).to_be_attached()
    mondays = ["2028-02-07T10:00", "2028-02-14T10:00", "2028-02-21T10:00", "2028-02-28T10:00"]
    expect(screen.shown("Divisée")).to_have_attribute("href", expect_recurrence("2028-02-14T09"))
    assert starts(screen, "Divisée", "2028-02-01", "2028-03-05") == mondays


def expect_recurrence(moment: str) -> re.Pattern[str]:
    """The address of an occurrence that begins in that hour."""
    return re.compile(f"recurrence_id={moment}")


def test_all_are_moved_by_the_keyboard(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    weekly(screen, "Toutes", "2028-03-06")
    screen.open(view="week", date="2028-03-13")
    screen.shown("Toutes").focus()
    screen.page.keyboard.press("Alt+ArrowDown")
    expect(question(screen)).to_be_visible()
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Enter")
    expect(screen.shown("Toutes")).to_contain_text("10:15–11:15")
    hours = [one[11:] for one in starts(screen, "Toutes", "2028-03-01", "2028-04-05")]
    # Nine stays nine over the clock change of 26 March.
    assert hours == ["10:15"] * 4
    screen.toast.get_by_role("button", name="Annuler").click()
    expect(screen.shown("Toutes")).to_contain_text("10:00–11:00")


@pytest.mark.parametrize(
    ("month", "choice", "left"),
    [
        ("04", "Cet événement", ["03", "17", "24"]),
        ("05", "Celui-ci et les suivants", ["01"]),
        ("06", "Tous les événements", []),
    ],
)
def test_occurrences_are_deleted_and_brought_back(open_as: OpenAs, month: str, choice: str, left: list[str]) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    first = {"04": 3, "05": 1, "06": 5}[month]
    subject = f"Supprimée {month}"
    weekly(screen, subject, f"2028-{month}-{first:02}")
    window = (f"2028-{month}-01", f"2028-{month}-30")
    before = starts(screen, subject, *window)
    screen.open(view="week", date=f"2028-{month}-{first + 7:02}")
    screen.shown(subject).click()
    expect(screen.card).to_contain_text("Chaque semaine le lundi, 4 fois")
    screen.card.get_by_role("button", name="Supprimer").click()
    question(screen).get_by_role("button", name=choice).click()
    expect(screen.shown(subject)).to_have_count(0)
    assert [one[8:10] for one in starts(screen, subject, *window)] == left
    screen.toast.get_by_role("button", name="Annuler").click()
    expect(screen.shown(subject)).to_be_visible()
    assert starts(screen, subject, *window) == before


def test_the_form_asks_which_and_a_rule_is_never_of_one(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    weekly(screen, "Réglée", "2028-07-03")
    screen.open(view="week", date="2028-07-10")
    screen.shown("Réglée").focus()
    screen.page.keyboard.press("e")
    screen.field("Objet").fill("Réglée à part")
    screen.page.keyboard.press("Control+Enter")
    question(screen).get_by_role("button", name="Cet événement").click()
    expect(screen.shown("Réglée à part")).to_be_visible()
    expect(screen.sheet).to_have_count(0)
    screen.page.keyboard.press("j")
    screen.shown("Réglée").focus()
    screen.page.keyboard.press("e")
    screen.field("Répétition").select_option("Personnaliser…")
    screen.sheet.get_by_label("jeudi", exact=True).click()
    expect(screen.sheet.locator(".repeat__said")).to_have_text("Chaque semaine le lundi et le jeudi, 4 fois")
    screen.page.keyboard.press("Control+Enter")
    expect(question(screen).get_by_role("button", name="Cet événement")).to_have_count(0)
    question(screen).get_by_role("button", name="Celui-ci et les suivants").click()
    expect(screen.shown("Réglée")).to_have_count(2)
    assert [one[8:10] for one in starts(screen, "Réglée", "2028-07-01", "2028-08-01")] == ["03", "17", "20", "24", "27"]


@pytest.mark.parametrize(
    ("who", "labels", "words"),
    [
        ("julien.delvallee", ("Objet", "Date", "Répétition"), "chaque mois le dernier jour ouvré"),
        ("oliver.pemberton", ("Subject", "Date", "Repeat"), "every month on the last weekday"),
    ],
)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_last_weekday_is_composed_in_the_viewer_s_words(
    open_as: OpenAs, who: str, labels: tuple[str, str, str], words: str, size: tuple[int, int]
) -> None:
    screen = CalendarScreen(open_as(who, size=size, touch=size == PHONE))
    subject = f"Fin de mois {size[0]}"
    screen.open(date="2028-09-04")
    add = screen.page.get_by_role("button", name=re.compile("Ajouter un événement|Add an event"))
    add.locator("visible=true").click()
    screen.field(labels[0]).fill(subject)
    screen.field(labels[1]).fill("2028-09-04")
    screen.field(labels[2]).select_option(words[0].upper() + words[1:])
    # The first one is a day that the rule means.
    expect(screen.field(labels[1])).to_have_value("2028-09-29")
    expect(screen.sheet.locator(".repeat__said")).to_have_text(re.compile(words, re.IGNORECASE))
    assert serious_faults(screen.page) == []
    screen.sheet.locator("button[type=submit]").click()
    expect(screen.sheet).to_have_count(0)
    assert [one[5:10] for one in starts(screen, subject, "2028-09-01", "2028-12-31")] == [
        "09-29", "10-31", "11-30", "12-29",
    ]  # fmt: skip
    found = screen.api("GET", "/events?start=2028-10-31&end=2028-11-01&owner=me")["items"]
    one = next(item for item in found if item["subject"] == subject)
    detail = screen.api("GET", f"/events/{one['id']}")
    assert detail["recurrence_text"] == words


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_question_and_the_form_have_no_serious_fault(open_as: OpenAs, size: tuple[int, int], dark: bool) -> None:
    screen = CalendarScreen(open_as("julien.delvallee", size=size, dark=dark, touch=size == PHONE))
    subject = f"Inspectée {size[0]} {dark}"
    screen.open()
    event = screen.plan(subject, "2028-10-02", recurrence=WEEKLY)
    screen.page.goto(f"/calendar/events/{event['id']}/?recurrence_id=2028-10-09T10:00:00")
    expect(screen.sheet).to_contain_text("lun. 9 oct. 2028, 10:00–11:00")
    expect(screen.sheet).to_contain_text("Chaque semaine le lundi")
    screen.sheet.get_by_role("button", name="Modifier").click()
    screen.field("Répétition").select_option("Personnaliser…")
    screen.field("Jusqu’à quand il se répète").select_option("jusqu’au")
    assert serious_faults(screen.page) == []
    screen.page.keyboard.press("Control+Enter")
    expect(question(screen)).to_be_visible()
    assert serious_faults(screen.page) == []
    wide: bool = screen.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide


def test_a_rule_that_cannot_be_composed_is_kept_and_said(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    event = screen.plan("Importée", "2028-11-06", recurrence=["RRULE:FREQ=MONTHLY;BYMONTHDAY=6,20"])
    screen.page.goto(f"/calendar/events/{event['id']}/")
    screen.sheet.get_by_role("button", name="Modifier").click()
    expect(screen.field("Répétition")).to_have_value("kept")
    expect(screen.sheet.locator(".repeat__said")).to_have_text("Chaque mois le 6 et le 20")
    screen.field("Objet").fill("Importée, renommée")
    screen.page.keyboard.press("Control+Enter")
    question(screen).get_by_role("button", name="Tous les événements").click()
    expect(screen.sheet).to_have_count(0)
    saved = screen.event(event["id"])
    assert (saved["subject"], saved["recurrence"]) == ("Importée, renommée", ["RRULE:FREQ=MONTHLY;BYMONTHDAY=6,20"])


def test_a_duplicate_of_an_occurrence_is_a_single_event(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    weekly(screen, "Copiée", "2028-12-04")
    screen.open(view="week", date="2028-12-11")
    screen.shown("Copiée").focus()
    screen.page.keyboard.press("Enter")
    screen.sheet.get_by_role("button", name="Dupliquer").click()
    expect(screen.shown("Copiée")).to_have_count(2)
    expect(screen.shown("Copiée").get_by_role("img", name="Se répète")).to_have_count(1)
    assert len(starts(screen, "Copiée", "2028-12-01", "2028-12-31")) == 5


def test_two_people_change_one_occurrence_and_nothing_is_lost(open_as: OpenAs) -> None:
    mine, theirs = CalendarScreen(open_as("julien.delvallee")), CalendarScreen(open_as("sarah.whitcombe"))
    theirs.open()
    mine.open()
    event = mine.plan("Commune", "2029-01-08", recurrence=WEEKLY)
    mine.open(view="week", date="2029-01-15")
    mine.shown("Commune").focus()
    mine.page.keyboard.press("e")
    mine.field("Objet").fill("La mienne")
    path = f"/events/{event['id']}?recurrence_id=2029-01-15T10:00:00&scope=this"
    theirs.api("PATCH", path, {"subject": "Hers", "notes": "brought by her"})
    mine.page.keyboard.press("Control+Enter")
    question(mine).get_by_role("button", name="Cet événement").click()
    clash = mine.sheet.locator(".clash")
    expect(clash).to_contain_text("Hers")
    expect(clash).to_contain_text("La mienne")
    mine.sheet.get_by_role("button", name="Enregistrer ce choix").click()
    expect(mine.shown("La mienne")).to_be_visible()
    mine.saved()
    saved = mine.api("GET", path.split("&", maxsplit=1)[0])
    assert (saved["subject"], saved["notes"]) == ("La mienne", "brought by her")
    assert starts(mine, "Commune", "2029-01-01", "2029-01-31") == [
        "2029-01-08T10:00",
        "2029-01-22T10:00",
        "2029-01-29T10:00",
    ]


def test_a_draft_keeps_how_it_repeats(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("nadia.belkhiri"))
    screen.open(view="week", date="2029-02-05")
    screen.page.keyboard.press("c")
    screen.field("Objet").fill("Brouillon répété")
    screen.field("Répétition").select_option("Chaque jour")
    expect(screen.sheet.locator(".repeat__said")).to_have_text("Chaque jour")
    screen.page.reload()
    screen.drawn()
    screen.page.keyboard.press("c")
    expect(screen.sheet).to_contain_text("Votre brouillon a été gardé")
    expect(screen.sheet.locator(".repeat__said")).to_have_text("Chaque jour")
