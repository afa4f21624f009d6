"""The promise: a search among 50,000 accounts answers while one types; 50,000 lines come in while others work.

    python -m benchmarks.search [--accounts 50000] [--contacts 50000]

Imports invented accounts and contacts into an empty database (SQLite in a throw-away folder, or
TOURNEE_DATABASE_URL), then searches as people type. Prints figures and asserts nothing.
"""

import argparse
import os
import random
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TRADES = ["Boulangerie", "Garage", "Pharmacie", "Hôtel", "Restaurant", "Clinique", "Imprimerie", "Menuiserie"]
SYLLABLES = ["ba", "be", "bi", "bon", "bra", "char", "co", "dal", "du", "fa", "fer", "ga", "gen", "gou", "ja",
             "ka", "la", "lou", "ma", "mar", "mé", "mi", "mon", "na", "o", "pa", "per", "qui", "ra", "ré", "sa", "sé",
             "son", "ta", "té", "tour", "va", "ver", "vi", "zé"]  # fmt: skip
ENDINGS = ["ard", "aud", "eau", "elle", "er", "et", "ier", "in", "lin", "mont", "nard", "ot", "oux", "rand", "ville"]
TYPED = ["b", "bou", "boulangerie", "boulangerie lyon", "garage mar", "69003", "marseille", "0612", "pharmacie charand"]


def main() -> None:
    """Import, search, print."""
    wanted = arguments()
    with tempfile.TemporaryDirectory(prefix="tournee-search-") as folder:
        os.environ["TOURNEE_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tournee.project.settings"
        sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
        import django  # noqa: PLC0415 -- the data folder comes first

        django.setup()
        run(wanted)


def arguments() -> argparse.Namespace:
    """How many records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=50_000)
    parser.add_argument("--contacts", type=int, default=50_000)
    return parser.parse_args()


def run(wanted: argparse.Namespace) -> None:
    """Everything, on the database of the settings."""
    from django.core.management import call_command  # noqa: PLC0415 -- after setup
    from django.db import connection  # noqa: PLC0415

    from tests.factories.organisations import make_member, make_organisation  # noqa: PLC0415
    from tournee.organisations.models import Role  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    by = make_member(make_organisation(), role=Role.ADMINISTRATOR)
    print(f"{connection.vendor}: {wanted.accounts:,} accounts, {wanted.contacts:,} contacts")
    invent = Inventor(random.Random(7))  # noqa: S311 -- the same names each time
    import_file(by, "account", invent.accounts(wanted.accounts))
    import_file(by, "contact", invent.contacts(wanted.contacts))
    search_as_people_do(by, invent)


class Inventor:
    """Makes names up, always the same ones."""

    def __init__(self, dice: random.Random) -> None:
        from tournee.directory.registry import towns  # noqa: PLC0415 -- after setup

        self.dice = dice
        rows = towns()._rows("SELECT name, postcode FROM town WHERE country = 'FR' ORDER BY population DESC LIMIT 3000")  # noqa: SLF001
        self.towns = [(name, postcode) for name, postcode in rows if postcode]
        self.names: list[str] = []

    def word(self) -> str:
        """A family's name."""
        return "".join(self.dice.choices(SYLLABLES, k=self.dice.randint(1, 3))).capitalize() + self.dice.choice(ENDINGS)

    def accounts(self, count: int) -> str:
        """A French Excel's file."""
        lines = ["Référence;Raison sociale;Adresse;Code postal;Ville;Téléphone;E-mail;Type;Classe"]
        for number in range(count):
            name = f"{self.dice.choice(TRADES)} {self.word()}"
            city, postcode = self.dice.choice(self.towns)
            phone = f"0{self.dice.randint(1, 9)} {self.dice.randint(10_000_000, 99_999_999)}"
            lines.append(
                f"C-{number};{name};{number % 99} rue {self.word()};{postcode};{city};{phone};"
                f"contact{number}@example.com;Client;{'ABCD'[number % 4]}"
            )
            self.names.append(name)
        return "\n".join(lines)

    def contacts(self, count: int) -> str:
        """Likewise, each at an account."""
        lines = ["Prénom;Nom;E-mail;Mobile;Référence du compte"]
        for number in range(count):
            first, last = self.word(), self.word()
            mobile = f"06 {self.dice.randint(10_000_000, 99_999_999)}"
            lines.append(f"{first};{last};p{number}@example.com;{mobile};C-{number % max(len(self.names), 1)}")
        return "\n".join(lines)


def import_file(by: Any, record_type: str, text: str) -> None:
    """Send, read and take in, each timed; beside it a colleague who saves all the time."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 -- after setup

    from tournee.directory import actions, queries  # noqa: PLC0415

    file = SimpleUploadedFile("import.csv", text.encode("cp1252", "replace"))
    sent = actions.start_import(by=by, record_type=record_type, file=file)  # type: ignore[arg-type]
    checked = timed(lambda: actions.check_import(organisation_id=by.organisation_id, subject_id=sent.pk))
    actions.request_import(import_id=sent.pk, by=by)
    colleague = Colleague(by)
    colleague.start()
    taken = timed(lambda: actions.run_import(organisation_id=by.organisation_id, subject_id=sent.pk))
    colleague.stop()
    done = queries.import_of(by, sent.pk)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    waits = f"{statistics.median(colleague.waits) * 1000:.0f} ms, at most {max(colleague.waits):.1f} s"
    print(f"  {done.lines_total:,} {record_type}s ({len(text) / 1e6:.1f} MB), {done.state}:")
    print(f"    read in {checked:.1f} s, taken in in {taken:.1f} s; highest memory so far {memory} MB")
    print(f"    meanwhile a colleague saved {len(colleague.waits)} times, waiting {waits}")
    again = SimpleUploadedFile("import.csv", text.encode("cp1252", "replace"))
    sent = actions.start_import(by=by, record_type=record_type, file=again)  # type: ignore[arg-type]
    seconds = timed(lambda: actions.check_import(organisation_id=by.organisation_id, subject_id=sent.pk))
    found = queries.import_of(by, sent.pk)
    print(f"    again: read in {seconds:.1f} s, {found.created_count} new, {found.unchanged_count:,} unchanged")


class Colleague(threading.Thread):
    """Someone else of the organisation, who saves an account every tenth of a second."""

    def __init__(self, by: Any) -> None:
        super().__init__()
        self.by, self.waits, self.ended = by, [0.0], threading.Event()

    def run(self) -> None:
        """Until told to stop."""
        from django.db import connection  # noqa: PLC0415 -- after setup

        from tournee.directory import actions  # noqa: PLC0415

        account = actions.create_account(by=self.by, name="Zzz")
        number = 0
        while not self.ended.wait(0.1):
            number += 1
            begun = time.perf_counter()
            actions.update_account(account_id=account.pk, by=self.by, name=f"Zzz {number}")
            self.waits.append(time.perf_counter() - begun)
        connection.close()

    def stop(self) -> None:
        """End it."""
        self.ended.set()
        self.join()


def search_as_people_do(by: Any, invent: Inventor) -> None:
    """Beginnings, whole names, names with a slip, names that do not exist."""
    from tournee.directory import queries  # noqa: PLC0415 -- after setup

    dice = random.Random(11)  # noqa: S311 -- the same searches each time
    names = dice.sample(invent.names, 60)
    groups = {
        "as typed, common words": TYPED,
        "whole names": names,
        "beginnings": [name[: len(name) - 3] for name in names],
        "names with a slip": [mistyped(name, dice) for name in names],
        "nothing like it": ["xqzwvk", "bqzt wkxq", "zzzzzzzzzz"],
    }
    for what, texts in groups.items():
        times = sorted(timed(lambda text=text: queries.search(by, text, limit=10)) * 1000 for text in texts)
        found = ""
        if what in {"whole names", "beginnings", "names with a slip"}:
            hits = [[hit.title for hit in queries.search(by, text, kinds=["account"], limit=3)] for text in texts]
            found = (
                f"; found among the first three: {sum(n in h for n, h in zip(names, hits, strict=True))}/{len(names)}"
            )
        print(f"  {what}: median {statistics.median(times):.1f} ms, slowest {times[-1]:.1f} ms{found}")


def mistyped(name: str, dice: random.Random) -> str:
    """The name with one letter of its last word left out."""
    trade, word = name.split(" ", 1)
    place = dice.randrange(1, len(word))
    return f"{trade} {word[:place]}{word[place + 1 :]}"


def timed(what: Callable[[], object]) -> float:
    """Seconds that it takes."""
    begun = time.perf_counter()
    what()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
