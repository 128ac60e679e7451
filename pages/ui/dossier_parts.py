"""Parts of the dossier page: which dossier, which package, and the tables."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute_dossier, display, session
from pra_core.dossier import Dossier, Packages, alone
from pra_core.errors import PraError
from pra_core.figures import dossier as figures
from pra_core.figures import dossier_words
from pra_core.i18n import Translator
from pra_core.wording import escaped

LARGEST_UPLOAD_MB = 4
UPLOAD, CHOSEN = "dossier-upload", "dossier-chosen"
MOST = 50


def opened(t: Translator) -> Dossier | None:
    """The dossier uploaded, or the worked one chosen; None where there is none to show."""
    shipped = compute_dossier.shipped()
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            t("Dossier"), shipped, key=CHOSEN, persist_state="session",
            format_func=lambda one: t.local(compute_dossier.loaded(one).title))
    with right, st.popover(t("Open a dossier of your own"), width="stretch",
                           icon=":material/upload_file:"):
        st.caption(t("YAML: what all pests share under `shared`, what each adds under `pests`. It"
                     " is not kept on the server."))
        file = st.file_uploader(t("Dossier file (YAML, at most {size} MB)", size=LARGEST_UPLOAD_MB),
                                type=["yaml", "yml", "json"], key=UPLOAD,
                                max_upload_size=LARGEST_UPLOAD_MB)
    if file is not None:
        try:
            return _uploaded(file.getvalue(), file.name)
        except PraError as error:
            display.problems(error, t, t("The worked dossier is still shown."))
    return compute_dossier.loaded(str(chosen)) if chosen else None


def _uploaded(content: bytes, name: str) -> Dossier:
    if len(content) > LARGEST_UPLOAD_MB * 2**20:
        raise PraError("out_of_bounds", name, f"{len(content):,} B", f"{LARGEST_UPLOAD_MB} MB")
    try:
        return compute_dossier.read(content, name)
    except UnicodeDecodeError as error:
        raise PraError("unreadable", name, str(error), "UTF-8 text") from error


def package(found: Packages, t: Translator) -> tuple[str, ...]:
    """The measures of the package, as switched; at first the first package that passes."""
    key = f"dossier-package:{found.dossier.id}"
    titles = {m.id: t.local(m.title) for m in found.dossier.measures if m.feasible}
    if session.shown(key) is None:
        session.show(key, list(found.first_meeting or found.table["measures"].iloc[0]))
    chosen = st.pills(t("Measures of the package"), list(titles), selection_mode="multi",
                      format_func=titles.__getitem__, key=key, persist_state="session",
                      on_change=_keep_apart, args=(found, key, t))
    session.show(f"{key}:before", list(chosen or ()))
    _shortcuts(found, key, t)
    ids, kept = sorted(chosen or ()), found.dossier.compatible(chosen or ())
    if len(kept) < len(ids):
        st.warning(t("These cannot be combined with the others and are left out: {measures}",
                     measures=escaped(t(", ").join(titles[i] for i in ids if i not in kept))))
    return kept


def _keep_apart(found: Packages, key: str, t: Translator) -> None:
    """What was just switched on takes the place of what it cannot be combined with."""
    chosen, before = list(session.typed(key) or ()), session.shown(f"{key}:before") or []
    measures = {m.id: m for m in found.dossier.measures}
    added = [i for i in chosen if i not in before]
    out = [i for i in chosen if i not in added and any(
        i in measures[a].excludes or a in measures[i].excludes for a in added)]
    if out:
        session.show(key, [i for i in chosen if i not in out])
        st.toast(t("Switched off, because it cannot be combined: {measures}",
                   measures=t(", ").join(t.local(measures[i].title) for i in out)))


def _shortcuts(found: Packages, key: str, t: Translator) -> None:
    first = found.first_meeting
    with st.container(horizontal=True):
        st.button(t("Least restrictive package that passes"), disabled=first is None,
                  icon=":material/check:", type="primary", on_click=session.show,
                  args=(key, list(first or ())))
        st.button(t("No measures"), icon=":material/clear_all:", on_click=session.show,
                  args=(key, []))


def charts(found: Packages, ids: tuple[str, ...], t: Translator) -> None:
    """Each pest against its ALOP."""
    dossier = found.dossier
    display.chart(figures.against_alop(
        dossier=dossier, before=compute_dossier.against_alop(dossier, ()),
        after=compute_dossier.against_alop(dossier, ids), t=t), "dossier-pests", t,
        t("Median and 90 % interval; left of the dashed line the pest is within its ALOP"),
        code=dossier.fingerprint)


def pests(found: Packages, ids: tuple[str, ...], t: Translator) -> None:
    """One row per pest, and the way to its own assessment."""
    st.subheader(t("Every pest under this package"))
    display.prose(dossier_words.pests_table(found, ids, compute_dossier.against_alop(
        found.dossier, ids), t), "dossier-table", t, {
        "pest": t("Pest"), "acting": t("Measures that act on it"),
        "risk": t("Residual risk, median"), "times": t("Times the ALOP (90 % interval)"),
        "chance": t("P(meets) ± error"), "verdict": t("Verdict"),
        "alop": t("Level of protection"), "evidence": t("Inputs read in a source")})
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            t("Assessment behind a row"), [s.id for s in found.dossier.scenarios],
            key=f"dossier-open:{found.dossier.id}",
            format_func=lambda one: dossier_words.pest_name(found.dossier, one, t))
    with right:
        st.button(t("Open it with this package"), icon=":material/open_in_new:",
                  on_click=_open, args=(found.dossier, str(chosen), ids, t),
                  help=t("Every page then shows this pest; its evidence and sources are there."))


def _open(dossier: Dossier, scenario_id: str, ids: tuple[str, ...], t: Translator) -> None:
    number = [s.id for s in dossier.scenarios].index(scenario_id)
    session.start(dossier.under(ids)[number])
    st.toast(t("{pest} is open now: every page shows it, with this package.",
               pest=dossier_words.pest_name(dossier, scenario_id, t)), icon=":material/check:")


def why(found: Packages, ids: tuple[str, ...], t: Translator) -> None:
    """What each measure does against each pest, and which pest it is there for."""
    st.subheader(t("Which pest is each measure there for?"))
    if ids:
        display.prose(dossier_words.drivers_table(found, ids, t), "dossier-drivers", t, {
            "measure": t("Measure"), "driver": t("There for"),
            "without": t("P(meets) of that pest without it"), "needed": t("For the package")})
    else:
        st.markdown(t("No measure is selected."))
    st.subheader(t("What each measure removes by itself"))
    display.chart(figures.matrix(dossier=found.dossier, effects=alone(found), package=ids, t=t),
                  "dossier-matrix", t,
                  t("Share of foundings removed by the measure alone, at the medians; – = no effect"
                    " on this pest is known; ✔ = in the package. A measure that needs another has"
                    " no effect alone"), code=found.dossier.fingerprint)


def table(found: Packages, t: Translator) -> None:
    """Packages from the least to the most restrictive."""
    st.subheader(t("Packages, from the least to the most restrictive"))
    met = found.table[found.table["verdict"] == "meets"]
    st.caption(t("{met} of {count} packages pass for every pest; the first {most} of them are"
                 " shown.", met=len(met), count=len(found.table), most=min(MOST, len(met)))
               if len(met) else t("None of {count} packages passes for every pest; the nearest"
                                  " are shown.", count=len(found.table)))
    rows = met.head(MOST) if len(met) else found.table.nlargest(MOST, "probability")
    display.table(dossier_words.packages_table(found, rows, t), "dossier-packages", t, {
        "words": (t("Measures in the package"), "text"), "verdict": (t("Verdict"), "text"),
        "weakest": (t("Closest call"), "text"),
        "levels": (t("Levels: highest / sum"), "text"), "cost": (t("Cost per year"), "text")},
        height=520, row_height=66)
