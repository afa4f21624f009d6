"""What can be wrong with an iCalendar file. A code never changes its meaning: texts and clients rely on it."""

FILE_CODES = frozenset(
    {
        "too_large",
        "too_many_lines",
        "too_many_components",
        "nested_too_deep",
        "not_a_calendar",
    }
)
EVENT_CODES = frozenset(
    {
        "start_missing",
        "bad_start",
        "bad_end",
        "bad_duration",
        "bad_recurrence",
        "bad_recurrence_id",
        "rule_too_dense",
        "ends_before_start",
        "year_out_of_range",
        "line_too_long",
        "too_many_parameters",
        "too_many_dates",
        "too_many_overrides",
        "too_many_people",
        "too_many_alerts",
        "too_much_else",
        "uid_too_long",
        "duplicate",
        "superseded",
        "broken_off",
        "task",
        "journal",
        "free_busy",
        "other_component",
        "unreadable",
    }
)


class BadFile(ValueError):
    """The file as a whole cannot be taken; `code` is one of FILE_CODES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadEvent(ValueError):
    """One component cannot be taken; `code` is one of EVENT_CODES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
