"""One pass over a file, in batches: what each line says and which record it is about. Writes nothing."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from tournee.directory.domain.csv_columns import RecordType, match_columns, missing_columns
from tournee.directory.domain.csv_file import BadFile, Format, Row, read_format, read_rows
from tournee.directory.domain.csv_values import read_cells
from tournee.directory.domain.record_fields import BadValue
from tournee.directory.errors import FIELD_NAMES, cause_text, problem_text
from tournee.organisations.models import Member

from .import_matching import Line, Matcher

LINES_A_BATCH = 500


class Reading:
    """A file being read for one member. Raises BadFile when it is opened, or where it breaks off."""

    def __init__(self, file: BinaryIO, record_type: RecordType, by: Member, chosen: dict[str, str] | None) -> None:
        self.file = file
        self.record_type = record_type
        self.by = by
        self.form: Format = read_format(file)
        self.columns = match_columns(record_type, self.form.headings, chosen)

    def require_columns(self) -> None:
        """Raises BadFile when nothing can be imported for want of a column."""
        missing = missing_columns(self.record_type, self.columns)
        if missing:
            names = ", ".join(str(FIELD_NAMES[field]) for field in missing)
            raise BadFile("columns", self.form.heading_line, names=names)

    def batches(self) -> Iterator[list[Line]]:
        """The lines, matched with the records as they stand now."""
        matcher = Matcher(self.by, self.record_type)
        some: list[Line] = []
        for row in read_rows(self.file, self.form):
            some.append(self._line(row))
            if len(some) == LINES_A_BATCH:
                matcher.match(some)
                yield some
                some = []
        matcher.match(some)
        yield some

    def errors_of(self, one: Line) -> list[dict[str, Any]]:
        """What is wrong with a line, as people read it."""
        return [
            {"line": one.number, "column": self.heading(field), "message": str(problem_text(problem))}
            for field, problem in one.problems.items()
        ]

    def heading(self, field: str) -> str:
        """A field's heading in the file; for one that no column holds, its name."""
        if field in self.columns:
            return self.form.headings[self.columns[field]]
        return str(FIELD_NAMES.get(field, ""))

    def _line(self, row: Row) -> Line:
        currency = self.by.organisation.currency
        values, problems = read_cells(self.record_type, self.columns, row.cells, currency=currency)
        if any(cell.strip() for cell in row.cells[len(self.form.headings) :]):
            problems["line"] = BadValue("too_many_cells")
        return Line(row.line, values, problems, cells=row.cells)


def file_error(bad: BadFile) -> dict[str, Any]:
    """What is wrong with a file as a whole, as people read it."""
    return {"line": bad.line, "column": "", "message": cause_text(bad.code, limit=bad.limit, names=bad.names)}
