"""Printable reports: data handed to a fixed template, never text built into its source."""

from pra_core.report.annex import study_sentence
from pra_core.report.one_page import one_page

__all__ = ["one_page", "study_sentence"]
