"""The steps of entry in order (ISPM 11, 2.2.1)."""

from __future__ import annotations

from typing import Literal

Step = Literal["production", "packing", "export_treatment", "export_inspection", "transport",
               "import_inspection", "distribution", "transfer"]
STEPS: tuple[Step, ...] = ("production", "packing", "export_treatment", "export_inspection",
                           "transport", "import_inspection", "distribution", "transfer")
