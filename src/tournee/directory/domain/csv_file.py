"""Read a CSV file as spreadsheets really write it: French Excel's semicolons and Windows letters, or anyone's commas.

Pure: takes bytes, gives rows. Bounded: a row of the file is all that is held at a time.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

LINES = 100_000
COLUMNS = 100
# Python's csv gives up at this length: a quote that is never closed would swallow the rest of the file.
CELL = 65_536
CHUNK = 65_536
DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class BadFile(ValueError):
    """The file as a whole cannot be read: why, as a code; at which line, beyond which limit, or for want of what."""

    code: str
    line: int = 0
    limit: int = 0
    names: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is written. `headings` are its first row as it stands."""

    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    heading_line: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row; `line` is where it begins, counted as an editor counts."""

    line: int
    cells: list[str]


def read_format(file: BinaryIO) -> Format:
    """Find out the encoding, the delimiter and the headings; leaves the file at an undefined position.

    Raises BadFile.
    """
    file.seek(0)
    encoding = _encoding(iter(lambda: file.read(CHUNK), b""))
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        first = text.readline(CELL)
        heading_line = 1
        told = re.fullmatch(r"sep=(.)\r?\n?", first)
        if told:
            first, heading_line = text.readline(CELL), 2
        delimiter = told[1] if told else _delimiter(first)
    except UnicodeError as error:
        raise BadFile("encoding") from error
    finally:
        text.detach()
    headings = next((row.cells for row in _rows(file, encoding, delimiter, heading_line - 1)), [])
    names = tuple(heading.strip().removeprefix("\ufeff") for heading in headings)
    if not any(names):
        raise BadFile("no_headings", heading_line)
    if len(names) > COLUMNS:
        raise BadFile("too_many_columns", heading_line, COLUMNS)
    return Format(encoding, delimiter, names, heading_line)


def read_rows(file: BinaryIO, form: Format) -> Iterator[Row]:
    """The rows beneath the headings, empty ones left out. Raises BadFile where the file breaks off."""
    rows = _rows(file, form.encoding, form.delimiter, form.heading_line - 1)
    next(rows, None)
    count = 0
    for row in rows:
        if any(cell.strip() for cell in row.cells):
            count += 1
            if count > LINES:
                raise BadFile("too_many_lines", row.line, LINES)
            yield row


def _rows(file: BinaryIO, encoding: str, delimiter: str, skip: int) -> Iterator[Row]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        for _ in range(skip):
            text.readline(CELL)
        csv.field_size_limit(CELL)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        begins = skip + 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                code = "cell_too_long" if "field larger" in str(error) else "quotes"
                raise BadFile(code, begins, CELL) from error
            # What is read as UTF-16 may be another thing altogether, and no database keeps NUL.
            if any("\x00" in cell for cell in cells):
                raise BadFile("binary", begins)
            yield Row(begins, cells)
            begins = skip + reader.line_num + 1
    except UnicodeError as error:
        raise BadFile("encoding") from error
    finally:
        if not file.closed:
            text.detach()


def _encoding(chunks: Iterable[bytes]) -> str:
    """UTF-8 where every byte of the file allows it, else what Windows writes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    head, utf_8 = b"", True
    for chunk in chunks:
        head = head or chunk[:CHUNK]
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\x00" in head or head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
            raise BadFile("workbook" if head.startswith((b"PK", b"\xd0\xcf")) else "binary")
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            utf_8 = False
            break
    else:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            utf_8 = False
    if not head:
        raise BadFile("empty")
    # Windows' letters hold all that Latin-1 can print.
    return "utf-8-sig" if utf_8 else "cp1252"


def _delimiter(first_line: str) -> str:
    bare = re.sub(r'"[^"]*"', "", first_line)
    counts = {sign: bare.count(sign) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: counts[sign])
