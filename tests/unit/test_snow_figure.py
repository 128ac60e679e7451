"""The winter chart shows the profile it is given, in either language and hemisphere."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core.climate.snow import winter_of
from pra_core.figures import snow
from pra_core.i18n import translator

RULE = {"snow_days": 60.0, "soil_low": -2.0, "soil_high": 5.0, "winter_sd": 2.0,
        "daily_sd": 5.0, "snow_damping": 6.0}
MONTHS = -5 + 13 * (1 - np.cos(2 * np.pi * np.arange(12) / 12))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("latitude", [46.0, -46.0])
def test_snow_lies_in_the_middle_of_the_chart(language: str, latitude: float) -> None:
    warmth = MONTHS if latitude > 0 else np.roll(MONTHS, 6)
    profile = winter_of(warmth, np.full(12, 60.0), latitude, **RULE)
    figure = snow.winter(profile=profile, t=translator(language))
    depth = np.asarray(figure.data[0].y)
    assert 15 < int(depth.argmax()) < 40
    assert depth[0] == depth[-1] == 0.0
    band, = figure.layout.shapes
    assert (band.y0, band.y1) == profile.soil
    days = np.asarray(figure.data[-1].y)
    assert days.sum() == pytest.approx(profile.days.sum())
    words = snow.winter_words(profile=profile, t=translator(language))
    assert len(words) == 2
    assert str(round(profile.index)) in words[1]


def test_a_place_without_snow_says_so() -> None:
    profile = winter_of(MONTHS + 20, np.full(12, 60.0), 30.0, **RULE)
    words = snow.winter_words(profile=profile, t=translator("en"))
    assert len(words) == 3
    assert "0 days" in words[0]
