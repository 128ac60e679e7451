"""The element that hands a map its script and the data to draw, safely inside a page."""

from __future__ import annotations

import json
from collections.abc import Mapping

from branca.element import MacroElement
from folium.template import Template


class Scripted(MacroElement):
    """`code` is a JavaScript function of the map and of `given`."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        {{ this.code }}({{ this._parent.get_name() }}, {{ this.given }});
        {% endmacro %}""")

    def __init__(self, code: str, given: Mapping[str, object]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Explorer"
        self.code = code
        # A script ends at the first "</script", even inside a string.
        self.given = json.dumps(given, ensure_ascii=False, separators=(",", ":")
                                ).replace("<", "\\u003c")
