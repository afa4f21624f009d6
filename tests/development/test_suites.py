"""What the closing line of `dev.py test` counts."""

from pathlib import Path

from development import suites

REPORT = """<testsuites><testsuite>
<testcase name="a"/>
<testcase name="b"><failure message="no"/></testcase>
<testcase name="c"><error message="broke"/></testcase>
<testcase name="d"><skipped type="pytest.skip" message="no server"/></testcase>
<testcase name="e"><skipped type="pytest.xfail" message="known"/></testcase>
</testsuite></testsuites>"""


def test_a_report_is_counted(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert str(suites.count(report)) == "2 passed, 2 failed, 1 skipped"


def test_counts_add_up() -> None:
    assert suites.Counts(1, 2, 3).plus(suites.Counts(10, 20, 30)) == suites.Counts(11, 22, 33)
