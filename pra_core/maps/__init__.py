"""Maps of the endangered area: one for the browser, one to print; no tiles, no other host."""

from __future__ import annotations

from pra_core.maps.catalogue import layers
from pra_core.maps.interactive import suitability_html
from pra_core.maps.layers import Layer
from pra_core.maps.printed import suitability_png

__all__ = ["Layer", "layers", "suitability_html", "suitability_png"]
