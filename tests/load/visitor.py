"""A visitor without a browser: speaks the websocket messages of the workbench and keeps time.

Keeps what a browser would keep (the tree of elements, the values of widgets, the address), sends
what a browser would send, and measures from sending a change to the end of the script.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

SECONDS = 60
"""The longest a visitor waits for one page."""
VALUE_FIELD = {
    "button": "trigger_value", "checkbox": "bool_value", "number_input": "double_value",
    "radio": "string_value", "selectbox": "string_value", "text_input": "string_value",
    "text_area": "string_value", "multiselect": "string_array_value",
    "button_group": "string_array_value", "slider": "double_array_value",
}
"""Kind of widget -> the field of its state that a browser fills."""
SPOKEN = {"markdown": "body", "heading": "body", "alert": "body", "text": "body",
          "code": "code_text"}
"""Kind of element -> the field with its words."""


@dataclass(frozen=True, slots=True)
class Widget:
    """One widget on screen."""

    id: str
    kind: str
    fragment: str
    element: Any


@dataclass(frozen=True, slots=True)
class Timed:
    """One change and how long its answer took, in seconds."""

    what: str
    seconds: float
    fragment: bool = False


@dataclass
class Visitor:
    """One open page. `change` is what a hand does, `open` what the address line does."""

    socket: ClientConnection
    elements: dict[tuple[int, ...], tuple[str, str, Element]] = field(default_factory=dict)
    """Place on the page -> (run that drew it, its fragment, element)."""
    states: dict[str, WidgetState] = field(default_factory=dict)
    query: str = ""
    page: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    """Address -> hash of the page."""
    timed: list[Timed] = field(default_factory=list)
    received: int = 0
    """Bytes received."""
    watching: set[str] = field(default_factory=set)
    """Parts of the page that are to be drawn anew every few seconds."""
    run: str = ""
    """The run of the script that draws at the moment; told at its beginning only."""

    async def open(self, address: str, **query: str) -> None:
        """Type an address; the answer counts as a first load."""
        self.query = urlencode(query)
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = address
        if address in self.pages:
            message.rerun_script.page_script_hash = self.pages[address]
        await self._send(message, f"open {address}", "")

    async def change(self, changes: Mapping[str, Any], fragment: bool = True) -> None:
        """Set widgets by their key (a button: True) and wait for the page."""
        changed = [self.widget(key) for key in changes]
        for widget, value in zip(changed, changes.values(), strict=True):
            self.states[widget.id] = _state(widget, value)
        inside = {widget.fragment for widget in changed}
        message = BackMsg()
        if fragment and len(inside) == 1 and (name := inside.pop()):
            message.rerun_script.fragment_id = name
        self._fill(message)
        await self._send(message, f"change {', '.join(changes)}", message.rerun_script.fragment_id)
        for widget in changed:
            if widget.kind == "button":
                self.states.pop(widget.id, None)

    async def look_again(self, fragment: str) -> None:
        """What a page that refreshes a part of itself sends every few seconds."""
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = True
        self._fill(message)
        await self._send(message, "refresh", fragment)

    def widget(self, key: str) -> Widget:
        """The widget drawn with that key."""
        found = self.widgets()
        if key not in found:
            raise KeyError(f"no widget '{key}' among {sorted(found)}; on screen: {self.text()}")
        return found[key]

    def widgets(self) -> dict[str, Widget]:
        """Everything on screen that can be changed, by key."""
        found = {}
        for _, fragment, element in self.elements.values():
            kind = element.WhichOneof("type")
            if kind in VALUE_FIELD:
                drawn = getattr(element, kind)
                found[drawn.id.split("-", 2)[-1]] = Widget(drawn.id, kind, fragment, drawn)
        return found

    def text(self) -> str:
        """All words of headings, paragraphs and notes on screen."""
        kinds = [(element.WhichOneof("type"), element) for *_, element in self.elements.values()]
        return "\n".join(str(getattr(getattr(element, kind), SPOKEN[kind]))
                         for kind, element in kinds if kind in SPOKEN)

    def faults(self) -> list[str]:
        """Errors on screen: refusals in words, and exceptions."""
        found = []
        for *_, element in self.elements.values():
            kind = element.WhichOneof("type")
            if kind == "exception":
                found.append(f"{element.exception.type}: {element.exception.message}")
            elif kind == "alert" and element.alert.format == element.alert.ERROR:
                found.append(element.alert.body)
        return found

    def asked(self, name: str) -> str:
        """A part of the address; empty where it is missing."""
        return parse_qs(self.query).get(name, [""])[0]

    def _fill(self, message: BackMsg) -> None:
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page
        on_screen = {widget.id for widget in self.widgets().values()}
        message.rerun_script.widget_states.widgets.extend(
            state for name, state in self.states.items() if name in on_screen)

    async def _send(self, message: BackMsg, what: str, fragment: str) -> None:
        began = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self._until_drawn(), SECONDS)
        self.timed.append(Timed(what, time.perf_counter() - began, bool(fragment)))

    async def _until_drawn(self) -> None:
        while True:
            raw = await self.socket.recv()
            assert isinstance(raw, bytes)
            self.received += len(raw)
            message = ForwardMsg()
            message.ParseFromString(raw)
            if self._take(message):
                return

    def _take(self, message: ForwardMsg) -> bool:
        """Keep what a message tells; true when the page is drawn."""
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._draw(message)
        elif kind == "new_session":
            self.page = message.new_session.page_script_hash
            self.run = message.metadata.run.script_run_id
            if not message.metadata.run.fragment_ids:
                self.watching.clear()
        elif kind == "navigation":
            self.pages = {one.url_pathname: one.page_script_hash
                          for one in message.navigation.app_pages}
            self.page = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self.watching.add(message.auto_rerun.fragment_id)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "script_finished":
            return self._finished(message)
        return False

    def _draw(self, message: ForwardMsg) -> None:
        place, delta = tuple(message.metadata.delta_path), message.delta
        kind = delta.WhichOneof("type")
        if kind == "new_element":
            self.elements[place] = (self.run, delta.fragment_id, delta.new_element)
        elif kind == "add_block":
            self.elements.pop(place, None)

    def _finished(self, message: ForwardMsg) -> bool:
        ended = message.script_finished
        if ended == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return False
        run, parts = self.run, set(message.metadata.run.fragment_ids)
        whole = ended == ForwardMsg.FINISHED_SUCCESSFULLY
        self.elements = {
            place: drawn for place, drawn in self.elements.items()
            if drawn[0] == run or not (whole or drawn[1] in parts)}
        return True


def _state(widget: Widget, value: Any) -> WidgetState:
    state, name = WidgetState(id=widget.id), VALUE_FIELD[widget.kind]
    if name == "string_array_value":
        # An empty array is a value too, so it is set even where nothing is chosen.
        state.string_array_value.SetInParent()
        state.string_array_value.data.extend(value)
    elif name == "double_array_value":
        state.double_array_value.data.extend(value if isinstance(value, (list, tuple)) else [value])
    else:
        setattr(state, name, value)
    return state


@asynccontextmanager
async def visiting(base: str, headers: Mapping[str, str] | None = None) -> Any:
    """A visitor of the workbench at that address (`http://…`); leaves at the end."""
    address = f"{base.replace('http', 'ws', 1)}/_stcore/stream"
    protocols: Any = ["streamlit"]
    async with connect(address, subprotocols=protocols, origin=base,  # type: ignore[arg-type]
                       max_size=None, additional_headers=headers or {}) as socket:
        yield Visitor(socket)
