"""Places on the globe: unit vectors and great-circle distances."""

from __future__ import annotations

import numpy as np

from pra_core.frozen import FloatArray

EARTH_RADIUS_KM = 6371.0072
"""The sphere with the area of the WGS 84 ellipsoid (authalic)."""


def on_sphere(latitude: FloatArray, longitude: FloatArray) -> FloatArray:
    """Unit vectors (cos phi cos lambda, cos phi sin lambda, sin phi), [n, 3], from degrees [n]."""
    phi, lam = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)


def arc_km(chord: FloatArray) -> FloatArray:
    """Great-circle distance [km] of two points whose unit vectors are `chord` apart (0 to 2).

    d = 2 R asin(chord / 2); a chord beyond 2 by rounding counts as the antipode.
    """
    return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2.0, 1.0)), np.float64)


def chord_of(distance_km: float) -> float:
    """Chord between unit vectors so far apart; at most 2, for half the globe and more."""
    return float(2.0 * np.sin(min(distance_km / EARTH_RADIUS_KM, np.pi) / 2.0))
