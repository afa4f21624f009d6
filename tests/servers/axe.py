"""Accessibility of a page in a real browser, by axe-core 4.14.1 (MPL-2.0, unchanged, beside this file)."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).parent / "axe_core" / "axe.min.js"
SERIOUS = ("serious", "critical")
# WCAG 2.2 levels A and AA, and what axe counts as good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def serious_faults(page: Page, *, within: str = "html", leave_out: tuple[str, ...] = ()) -> list[str]:
    """One line a serious or critical fault: the rule, what it asks for, and the elements that break it.

    `within` narrows to a part of the page; `leave_out` holds selectors of what is not ours to mend.
    """
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        """([within, leaveOut, rules]) => axe.run(
            {include: [[within]], exclude: leaveOut.map((selector) => [selector])},
            {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]},
        )""",
        [within, list(leave_out), RULES],
    )
    return [
        f"{fault['id']}: {fault['help']} – {', '.join(str(node['target'][0]) for node in fault['nodes'][:5])}"
        for fault in found["violations"]
        if fault["impact"] in SERIOUS
    ]
