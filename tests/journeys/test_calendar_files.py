"""A calendar file of another program: dropped or chosen, shown before it is imported, and given out again."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from .calendar_screen import CalendarScreen
from .conftest import OpenAs
from .screens import ENGLISH_REP, REP, SIZES, look

pytestmark = pytest.mark.browser

IMPORT = re.compile("/api/v1/calendar/import")


def event(uid: str, title: str, start: str | None = "DTSTART:20270614T080000Z", *more: str) -> str:
    lines = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", f"SUMMARY:{title}", start, *more, "END:VEVENT"]
    return "".join(f"{line}\r\n" for line in lines if line)


def calendar(*events: str, method: str = "") -> bytes:
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Exemple//FR\r\n{f'METHOD:{method}' if method else ''}\r\n"
    return f"{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def payload(content: bytes, name: str = "agenda.ics") -> FilePayload:
    return FilePayload(name=name, mimeType="text/calendar", buffer=content)


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name=re.compile("Importer un fichier d’agenda|Import a calendar file"))


def open_dialog(page: Page) -> Locator:
    """By the menu that is there at this width."""
    for name in ("Importer, exporter, imprimer", "Import, export, print", "Plus", "More"):
        button = page.get_by_role("button", name=name, exact=True)
        if button.count() and button.is_visible():
            button.click()
            break
    page.get_by_role("button", name=re.compile("Importer un fichier d’agenda…|Import a calendar file…")).click()
    expect(dialog(page)).to_be_visible()
    return dialog(page)


def choose(page: Page, content: bytes, name: str = "agenda.ics") -> None:
    """By the browser's own chooser, which the dialog's button opens."""
    with page.expect_file_chooser() as opened:
        dialog(page).get_by_role("button", name=re.compile("Choisir un|Choose a")).click()
    opened.value.set_files(payload(content, name))


def hover_or_drop(page: Page, happening: str, *contents: bytes) -> None:
    """What a file from the desktop sends to the page."""
    page.evaluate(
        """([happening, texts]) => {
            const data = new DataTransfer();
            for (const text of texts) data.items.add(new File([text], "agenda.ics", { type: "text/calendar" }));
            const target = document.querySelector("dialog[open]") ?? document.querySelector("#calendar-grid");
            const event = new DragEvent(happening, { dataTransfer: data, bubbles: true, cancelable: true });
            if (target.dispatchEvent(event)) throw new Error("the browser would open the file");
        }""",
        [happening, [content.decode() for content in contents]],
    )


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_chosen_looked_at_and_imported(open_as: OpenAs, size: str) -> None:
    screen = CalendarScreen(open_as(REP, **SIZES[size])).open(view="day", date="2027-06-14")
    page = screen.page
    open_dialog(page)
    expect(dialog(page).get_by_role("button", name="Choisir un fichier…")).to_be_focused()
    look(page, f"calendar-import-empty-{size}")
    title = f"Salon venu d’ailleurs, {size}"
    content = calendar(event(f"a-{size}", title), event(f"b-{size}", "Sans début", None))
    choose(page, content)
    expect(dialog(page).get_by_role("status")).to_contain_text(
        "Nouveaux : 1. Modifiés : 0. Inchangés : 0. Illisibles : 1."
    )
    expect(dialog(page)).to_contain_text("Personne n’est prévenu")
    expect(dialog(page).locator(".import-line", has_text=title)).to_contain_text("14 juin 2027, 10:00")
    expect(dialog(page).locator(".import-line", has_text="Sans début")).to_contain_text("quand il commence")
    look(page, f"calendar-import-preview-{size}")
    assert [one for one in screen.events_of("2027-06-14") if one["subject"] == title] == []

    dialog(page).get_by_role("button", name="Importer 1 événement").click()
    expect(dialog(page)).to_have_count(0)
    expect(screen.toast).to_contain_text("Importé. Nouveaux : 1, illisibles : 1.")
    expect(screen.shown(title)).to_be_visible()

    open_dialog(page)
    choose(page, content)
    expect(dialog(page)).to_contain_text("Tout ce qui est lisible dans ce fichier est déjà dans l’agenda.")
    expect(dialog(page).get_by_role("button", name=re.compile("^Importer"))).to_have_count(0)


def test_a_file_is_dropped_on_the_calendar(open_as: OpenAs) -> None:
    account = "11111111-1111-4111-8111-111111111111"
    screen = CalendarScreen(open_as(ENGLISH_REP, dark=True)).open(view="month", date="2027-05-10", account=account)
    page = screen.page
    content = calendar(event("dropped", "Dropped fair"), event("repeats", "Stand-up", "DTSTART:20270615T080000Z"))
    hover_or_drop(page, "dragover", content)
    expect(page.locator(".drop-hint")).to_have_text("Drop the calendar file here")
    look(page, "calendar-import-hover")
    hover_or_drop(page, "drop", content)
    expect(page.locator(".drop-hint")).to_have_count(0)
    expect(dialog(page)).to_contain_text("Nobody is written to")
    expect(dialog(page)).to_contain_text("New (2)")
    look(page, "calendar-import-dropped")
    dialog(page).get_by_role("button", name="Import 2 events").click()
    expect(screen.toast).to_contain_text("Imported. New: 2.")
    # They lie in another month, and are of no account: one press away.
    screen.toast.get_by_role("button", name="Show").click()
    expect(screen.shown("Dropped fair")).to_be_visible()


def test_only_one_file_is_taken_at_a_time(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as(REP)).open()
    hover_or_drop(screen.page, "drop", calendar(), calendar())
    expect(dialog(screen.page).get_by_role("alert")).to_contain_text("Déposez un seul fichier à la fois.")
    hover_or_drop(screen.page, "drop", calendar())
    expect(dialog(screen.page)).to_contain_text("Ce fichier ne contient aucun événement.")


@pytest.mark.parametrize(
    ("who", "content", "why"),
    [
        (REP, b"%PDF-1.7 rien de tel", "Ce n’est pas un fichier d’agenda (.ics)."),
        (ENGLISH_REP, b"%PDF-1.7 nothing of the kind", "This is not a calendar file (.ics)."),
        (REP, calendar(event("r", "Oui"), method="REPLY"), "une réponse à une invitation"),
        (ENGLISH_REP, calendar(event("r", "Yes"), method="REPLY"), "an answer to an invitation"),
        (REP, b"x" * 10_000_001, "Ce fichier dépasse 10 Mo."),
        (ENGLISH_REP, b"", "This file is empty."),
    ],
)
def test_a_file_that_is_none_is_refused_in_ones_language(open_as: OpenAs, who: str, content: bytes, why: str) -> None:
    page = CalendarScreen(open_as(who)).open().page
    open_dialog(page)
    choose(page, content, "piece-jointe.pdf")
    expect(dialog(page).get_by_role("alert")).to_contain_text(why)
    expect(dialog(page)).to_contain_text("piece-jointe.pdf")
    look(page, "calendar-import-refused")
    good = calendar(event(f"good-{who}", "Bon fichier"))
    choose(page, good)
    expect(dialog(page).get_by_role("alert")).to_have_count(0)
    expect(dialog(page)).to_contain_text("Bon fichier")


def test_without_a_network_the_file_stays_chosen(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as(REP)).open(view="day", date="2027-06-21")
    page = screen.page
    open_dialog(page)
    page.route(IMPORT, lambda route: route.abort())
    choose(page, calendar(event("tunnel", "Lu dans un tunnel", "DTSTART:20270621T080000Z")))
    expect(dialog(page).get_by_role("alert")).to_contain_text("Votre fichier reste choisi")
    page.unroute(IMPORT)
    dialog(page).get_by_role("button", name="Réessayer").click()
    expect(dialog(page)).to_contain_text("Lu dans un tunnel")
    page.route(IMPORT, lambda route: route.abort())
    dialog(page).get_by_role("button", name="Importer 1 événement").click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("Votre fichier reste choisi")
    page.unroute(IMPORT)
    dialog(page).get_by_role("button", name="Importer 1 événement").click()
    expect(screen.shown("Lu dans un tunnel")).to_be_visible()


def test_a_file_that_is_gone_meanwhile_is_to_be_chosen_again(open_as: OpenAs, tmp_path: Path) -> None:
    page = CalendarScreen(open_as(REP)).open().page
    open_dialog(page)
    file = tmp_path / "agenda.ics"
    file.write_bytes(calendar(event("gone", "Bientôt ailleurs")))
    with page.expect_file_chooser() as opened:
        dialog(page).get_by_role("button", name="Choisir un").click()
    opened.value.set_files(file)
    expect(dialog(page)).to_contain_text("Bientôt ailleurs")
    file.unlink()
    dialog(page).get_by_role("button", name="Importer 1 événement").click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("Choisissez-le de nouveau.")


def test_the_keyboard_alone_reaches_it_and_comes_back(open_as: OpenAs) -> None:
    page = CalendarScreen(open_as(REP)).open().page
    button = page.get_by_role("button", name="Importer, exporter, imprimer")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        # Where it leaves the dialog it is the browser's own, never the page beneath.
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(button).to_be_focused()


def test_closed_while_it_writes_it_tells_of_the_end(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as(REP)).open(view="day", date="2027-06-22")
    page = screen.page
    open_dialog(page)
    choose(page, calendar(event("late", "Importé en fond", "DTSTART:20270622T080000Z")))
    held: list[Route] = []
    page.route(IMPORT, lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks what it is given
    dialog(page).get_by_role("button", name="Importer 1 événement").click()
    expect(dialog(page).get_by_role("status")).to_contain_text("Importation des événements…")
    expect(dialog(page).get_by_role("button", name="Importer 1 événement")).to_have_attribute("aria-disabled", "true")
    look(page, "calendar-import-under-way")
    dialog(page).get_by_role("button", name="Fermer").last.click()
    expect(dialog(page)).to_have_count(0)
    held[0].continue_()
    expect(screen.toast).to_contain_text("Importé. Nouveaux : 1.")
    expect(screen.shown("Importé en fond")).to_be_visible()


def test_a_manager_imports_into_the_calendar_of_somebody_of_the_team(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("sarah.whitcombe")).open(view="day", date="2027-06-23")
    page = screen.page
    open_dialog(page)
    choose(page, calendar(event("for-another", "Planned for you", "DTSTART:20270623T080000Z")))
    expect(dialog(page)).to_contain_text("Planned for you")
    choice = dialog(page).get_by_label("Into the calendar of")
    choice.select_option(label="Oliver Pemberton")
    dialog(page).get_by_role("button", name="Import 1 event").click()
    screen.toast.get_by_role("button", name="Show").click()
    expect(screen.shown("Planned for you")).to_be_visible()
    user = choice_id(screen, "Oliver Pemberton")
    assert [one["subject"] for one in screen.events_of("2027-06-23", owner=user)] == ["Planned for you"]


def choice_id(screen: CalendarScreen, name: str) -> str:
    boot = screen.page.evaluate("JSON.parse(document.getElementById('calendar-boot').textContent)")
    return next(str(user["id"]) for user in boot["users"] if user["name"] == name)


@pytest.mark.parametrize("size", SIZES)
def test_the_days_shown_are_given_out(open_as: OpenAs, size: str) -> None:
    screen = CalendarScreen(open_as(REP, **SIZES[size])).open()
    screen.plan(f"Exporté {size}", "2027-06-28")
    screen.plan(f"Trop tard {size}", "2027-06-29")
    screen.open(view="day", date="2027-06-28")
    page = screen.page
    for item, holds in (("Exporter les jours affichés (.ics)", False), ("Exporter les agendas entiers (.ics)", True)):
        page.get_by_role(
            "button", name="Importer, exporter, imprimer" if size == "desk" else "Plus", exact=True
        ).click()
        with page.expect_download() as saved:
            page.get_by_role("button", name=item).click()
        text = Path(saved.value.path()).read_text()
        assert saved.value.suggested_filename.endswith(".ics")
        assert f"SUMMARY:Exporté {size}" in text
        assert (f"SUMMARY:Trop tard {size}" in text) is holds


def test_why_nothing_was_given_out_is_told(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as(REP)).open()
    page = screen.page
    why = "Plus de 25 000 événements."
    page.route(re.compile("/calendar/export"), lambda route: route.fulfill(status=422, json={"detail": why}))
    page.get_by_role("button", name="Importer, exporter, imprimer").click()
    page.get_by_role("button", name="Exporter les jours affichés (.ics)").click()
    expect(page.locator(".toast--wrong")).to_contain_text(f"Le fichier d’agenda n’a pas pu être préparé. {why}")
