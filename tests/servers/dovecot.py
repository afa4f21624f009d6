"""A throw-away Dovecot 2.3 on loopback ports: mailboxes that take mail by LMTP and give it out by IMAP."""

import grp
import imaplib
import os
import pwd
import shutil
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from development.machine import dovecot as find_program

from .postgresql import free_port

PASSWORD = "a-password-of-the-tests"
# Started by root, each process steps down to a user of its own, who may not be root.
AS_ROOT = {"internal": "dovecot", "login": "dovenull", "mail": "mail"}
SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
instance_name = {name}
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
mail_uid = {mail}
mail_gid = {mail_group}
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail} gid={mail_group} home={folder}/mail/%u allow_all_users=yes
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@example.org
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """A running server: every address has a mailbox, all with one password."""

    imap: int
    lmtp: int

    def deliver(self, sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
        """Hand a message over as a mail server does (RFC 2033)."""
        with smtplib.LMTP("127.0.0.1", self.lmtp, local_hostname="localhost") as line:
            refused = line.sendmail(sender, recipients, raw)
        assert not refused, refused

    def fetch(self, address: str) -> list[bytes]:
        """All messages of a mailbox, as a mail program reads them."""
        with imaplib.IMAP4("127.0.0.1", self.imap, timeout=30) as line:
            line.login(address, PASSWORD)
            line.select("INBOX", readonly=True)
            numbers = line.search(None, "ALL")[1][0].split()
            return [_body(line.fetch(number.decode(), "(BODY.PEEK[])")[1]) for number in numbers]


def _body(answer: list[object]) -> bytes:
    part = answer[0]
    assert isinstance(part, tuple)
    body: bytes = part[1]
    return body


@contextmanager
def throw_away_dovecot() -> Iterator[Dovecot]:
    """A new server without mail, ended afterwards."""
    program = find_program()
    if program is None:
        raise RuntimeError("Dovecot is not installed: python3 dev.py test installs it")
    folder = Path(tempfile.mkdtemp(prefix="tournee-dovecot-"))
    server = Dovecot(free_port(), free_port())
    (folder / "dovecot.conf").write_text(_settings(folder, server))
    with (folder / "output").open("wb") as output:
        command = [program, "-c", str(folder / "dovecot.conf"), "-F"]
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        _wait_until_it_answers(server, process, folder)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _settings(folder: Path, server: Dovecot) -> str:
    root = os.geteuid() == 0
    users = AS_ROOT if root else dict.fromkeys(AS_ROOT, pwd.getpwuid(os.geteuid()).pw_name)
    groups = AS_ROOT if root else dict.fromkeys(AS_ROOT, grp.getgrgid(os.getegid()).gr_name)
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    if root:
        shutil.chown(folder / "mail", users["mail"], users["mail"])
    return SETTINGS.format(
        folder=folder,
        name=folder.name,
        imap=server.imap,
        lmtp=server.lmtp,
        password=PASSWORD,
        internal_group=groups["internal"],
        mail_group=groups["mail"],
        **users,
    )


def _wait_until_it_answers(server: Dovecot, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            imaplib.IMAP4("127.0.0.1", server.imap, timeout=5).shutdown()
            smtplib.LMTP("127.0.0.1", server.lmtp, local_hostname="localhost").close()
        except (OSError, imaplib.IMAP4.error, smtplib.SMTPException):
            time.sleep(0.05)
        else:
            return
    said = [one.read_text(errors="replace") for one in (folder / "output", folder / "log") if one.exists()]
    raise RuntimeError("Dovecot does not answer:\n" + "\n".join(said))


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Dovecot]:
    """A server of the test process's own."""
    with throw_away_dovecot() as server:
        yield server
