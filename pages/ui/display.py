"""What a page shows: the answer, charts, tables with downloads, sources, and errors in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui import people_class, session, session_training
from pra_core import labels
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.markdown_text import linked
from pra_core.parameter import Parameter, Source
from pra_core.wording import escaped

Columns = Mapping[str, tuple[str, str]]
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet read a cell as a formula."""
ANSWER_STYLE = ("<style>.st-key-answer p {font-size: 1.4rem; line-height: 1.5;}"
                " .stMainBlockContainer {padding-top: 3rem;}</style>")
PROSE_STYLE = "<style>[class*='st-key-prose-'] td:last-child {min-width: 17rem;}</style>"
NO_BREAK, UNBROKEN = "\u00a0", "\u2060"
"""No-break space and word joiner: a mark stays on the line of its word, in Chinese too."""
MODE_BAR = ["zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"]


def sentence(text: str) -> None:
    """The page's answer, once per page; markdown bold marks the numbers."""
    with st.container(key="answer"):
        st.html(ANSWER_STYLE)
        st.markdown(text)


def chart(fig: Any, name: str, t: Translator, caption: str = "", code: str = "",
          **options: Any) -> Any:
    """A chart with the origin of its numbers below; its camera saves a PNG named after both.

    `code`: fingerprint of what is shown, if that is not the running scenario.
    """
    code = code or session.scenario().fingerprint
    config = {"displaylogo": False, "modeBarButtonsToRemove": MODE_BAR,
              "toImageButtonOptions": {"format": "png", "scale": 2,
                                       "filename": people_class.named(f"{name}-{code}")}}
    chosen = st.plotly_chart(fig, key=f"chart-{name}", theme=None, width="stretch", config=config,
                             **{"alt": caption or name, **options})
    st.caption(" · ".join(part for part in (caption, origin(t, code)) if part))
    return chosen


def origin(t: Translator, code: str = "") -> str:
    """Fingerprint, seed and number of simulated futures behind what is shown."""
    return t("Scenario {code} · seed {seed} · {draws} simulated futures",
             code=code or session.scenario().fingerprint, seed=session.seed(),
             draws=t.number(session.draws(), 6))


def table(frame: pd.DataFrame, name: str, t: Translator, columns: Columns,
          widths: Mapping[str, int] | None = None, **options: Any) -> Any:
    """A table with plain headers and formatted numbers, and its CSV.

    `columns`: column -> (header, kind), kind one of text, number, count, percent, one_in;
    `widths`: column -> pixels, where they should not follow from the content.
    """
    shown = frame[list(columns)].rename(columns={c: head for c, (head, _) in columns.items()})
    written = shown.copy()
    for head, kind in columns.values():
        if kind != "text":
            written[head] = [_format(kind, t)(x) for x in shown[head]]
    config = {head: st.column_config.TextColumn(
        alignment="left" if kind == "text" else "right", width=(widths or {}).get(column))
        for column, (head, kind) in columns.items()}
    height = {"height": "content"} if len(frame) <= 16 else {}
    chosen = st.dataframe(written, key=f"table-{name}", hide_index=True, width="stretch",
                          column_config=config, **{**height, **options})
    _download(shown, name, t)
    return chosen


def prose(frame: pd.DataFrame, name: str, t: Translator, heads: Mapping[str, str]) -> None:
    """A table of sentences that wrap, and its CSV; `heads`: column -> header."""
    shown = frame[list(heads)].rename(columns=dict(heads))
    # A single line break is none in markdown.
    written = pd.DataFrame({head: [
        (linked if column == "source" else escaped)(str(cell)).replace("\n", "  \n")
        for cell in shown[head]] for column, head in heads.items()})
    if "status" in heads:
        head = heads["status"]
        written[head] = [UNBROKEN.join(cell.replace(" ", NO_BREAK)) for cell in written[head]]
    with st.container(key=f"prose-{name}"):
        st.html(PROSE_STYLE)
        st.table(written, hide_index=True, border="horizontal")
    _download(shown, name, t)


def _download(frame: pd.DataFrame, name: str, t: Translator) -> None:
    st.download_button(t("Download as CSV"), lambda: csv_bytes(frame),
                       people_class.named(f"{name}-{session.scenario().fingerprint}.csv"),
                       "text/csv",
                       key=f"csv-{name}", on_click="ignore", icon=":material/download:")


def _format(kind: str, t: Translator) -> Callable[[Any], str]:
    def written(x: Any) -> str:
        if x is None or x != x:
            return "–"
        if kind == "percent":
            return t.percent(float(x))
        if kind == "one_in":
            return t.one_in(float(x))
        return t.number(float(x), 6 if kind == "count" else 3)

    return written


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8 with byte order mark; text never starts a spreadsheet formula."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([_harmless(head) for head in frame.columns])
    writer.writerows([_harmless(cell) for cell in row]
                     for row in frame.itertuples(index=False, name=None))
    return stream.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, (tuple, list)):
        cell = " + ".join(map(str, cell))
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY_STARTS) else cell


def equation(latex: str | Iterable[str], words: str, t: Translator) -> None:
    """The page's equation, one click away, with what it says in words."""
    with st.expander(t("Equation"), icon=":material/function:"):
        for line in [latex] if isinstance(latex, str) else latex:
            st.latex(line)
        st.markdown(words)


def badge(status: str, t: Translator) -> str:
    """Mark and word of a source's status."""
    return labels.badge(status, t)


def source_text(source: Source, t: Translator) -> str:
    """Citation, or who judged when and why."""
    return labels.source_text(source, t)


def sources(parameters: Iterable[Parameter], t: Translator, name: str = "sources",
            *, expander: bool = True) -> None:
    """Every input of the page with value, unit, distribution, status and source."""
    frame = sources_frame(parameters, t)
    heads = {"quantity": t("Quantity"), "value": t("Value"), "unit": t("Unit"),
             "law": t("Probability distribution"), "status": t("Status"), "source": t("Source")}
    if not expander:
        prose(frame, name, t, heads)
        return
    with st.expander(t("Sources"), icon=":material/menu_book:"):
        prose(frame, name, t, heads)


def sources_frame(parameters: Iterable[Parameter], t: Translator) -> pd.DataFrame:
    """One row per parameter in words: quantity, value, unit, law, status, source.

    What a running exercise hides stands by its name alone.
    """
    named = labels.parameter_labels(session.scenario(), t)
    secret = t("Hidden while the exercise runs")
    return pd.DataFrame([{
        "quantity": named.get(p.name, p.name), "value": secret, "unit": labels.unit_of(p, t),
        "law": secret, "status": "", "source": "",
    } if session_training.hidden(p.name) else {
        "quantity": named.get(p.name, p.name), "value": labels.value_words(p.distribution, t),
        "unit": labels.unit_of(p, t), "law": labels.distribution_words(p.distribution, t),
        "status": badge(p.source.status, t),
        "source": source_text(p.source, t),
    } for p in parameters], columns=["quantity", "value", "unit", "law", "status", "source"])


def note(text: str) -> None:
    """Something the reader must know before using the number above."""
    st.info(text, icon=":material/info:")


def problems(error: PraError, t: Translator, kept: str = "") -> None:
    """Every problem: where, what, what is allowed; and what was kept."""
    refusal([t.error(problem) for problem in error.problems],
            kept or t("The scenario as it was before stays in use."))


def refusal(lines: Iterable[str], kept: str) -> None:
    """Why something typed is not used, one reason a line, and what is used instead."""
    st.error("\n".join([*(f"- {escaped(line)}" for line in lines), "", escaped(kept)]))


@contextmanager
def guard(t: Translator) -> Iterator[None]:
    """Shows a core error in words where the block stands; nothing else is caught."""
    try:
        yield
    except PraError as error:
        problems(error, t)
