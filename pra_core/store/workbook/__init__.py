"""Own data as an Excel workbook or CSV files: read with every problem named, and written."""

from pra_core.store.workbook.assembly import Imported, imported
from pra_core.store.workbook.entries import CellFault
from pra_core.store.workbook.matching import Match, matched
from pra_core.store.workbook.raw import RawSheet
from pra_core.store.workbook.reading import read_file
from pra_core.store.workbook.sheets import SHEETS
from pra_core.store.workbook.writing import write_csv, write_workbook

__all__ = ["SHEETS", "CellFault", "Imported", "Match", "RawSheet", "imported", "matched",
           "read_file", "write_csv", "write_workbook"]
