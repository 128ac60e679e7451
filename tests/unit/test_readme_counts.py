"""The README says how much the library knows, as the library itself counts it."""

from __future__ import annotations

from pathlib import Path

from pra_core.pest_library import pest_library
from pra_core.pest_library.completeness import FIELD_GROUPS, by_pest, status_counts

BEGIN, END = "<!-- counts -->", "<!-- /counts -->"


def table() -> str:
    """Counts by group of fields as a table, and how many pests are ready."""
    records = pest_library().records.values()
    counts = status_counts(records).set_index("group")
    lines = ["| group of fields | verified | elicited | assumed | unverified | of these proxies |",
             "|---|---|---|---|---|---|"]
    for group, title in FIELD_GROUPS.items():
        row = counts.loc[group]
        lines.append(f"| {title} | {row.verified} | {row.elicited} | {row.assumed} |"
                     f" {row.unverified} | {row.proxies} |")
    every = counts.sum()
    lines.append(f"| **all** | **{every.verified}** | **{every.elicited}** | **{every.assumed}** |"
                 f" **{every.unverified}** | **{every.proxies}** |")
    pests = by_pest(records)
    ready = pests[pests["ready"]]
    lines += ["", f"Of {len(pests)} pests, {len(ready)} ({ready['kind'].nunique()} of 6 groups)"
              " have everything that a scenario needs of the pest itself read in its source."]
    return "\n".join(lines)


def test_the_readme_counts_as_the_library_does(root: Path) -> None:
    text = (root / "README.md").read_text("utf-8")
    said = text.split(BEGIN)[1].split(END)[0].strip()
    assert said == table()
