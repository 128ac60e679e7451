"""Search over 5,000 pests of one's own beside the shipped ones, against a plain loop over names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import SequenceMatcher

from pra_core.pest_library import pest_library
from pra_core.pest_library.search import Filter, NameIndex, filtered, plain_name
from tests.pest_records import many

Work = Callable[[], object]
OWN = 5_000
ASKED = ("POPIJA", "popilia japonika", "beetle japanese", "日本金鬼子", "ribenjinguizi", "a",
         "pest", "nothing of that name at all")
"""A code, misspellings, words turned round, Chinese, pinyin, one letter, a word in every name."""
PLAIN_PART = 50
"""The plain loop runs over every so manieth name; its time is scaled up."""


def pests(interleaved: Callable[..., dict[str, list[float]]],
          show: Callable[..., Mapping[str, float]]) -> None:
    """Every question as a multiple of comparing it with each name once, in plain Python."""
    records = [*pest_library().records.values(), *many(OWN)]
    by_code = {record.eppo_code: record for record in records}
    index = NameIndex(records)
    names = [plain_name(name) for record in records for name in (
        record.eppo_code, record.name, *record.common_name.values(), *record.other_names)]

    def plain() -> float:
        return max(SequenceMatcher(None, "popilia japonika", name).ratio()
                   for name in names[::PLAIN_PART])

    loop = "difflib over every name once (scaled)"
    seconds = interleaved({loop: plain, **{
        f"search for {text!r}": lambda asked=text: index.find(asked) for text in ASKED},
        "filter by host and country": lambda: filtered(
            by_code, index, Filter(host="Citrus", areas=("JP",))),
        "names made ready": lambda: NameIndex(records)}, 5)
    show(f"Pests: {len(records):,} records, {len(names):,} names", seconds, loop,
         {loop: PLAIN_PART})
