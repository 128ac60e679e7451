"""1 - e^-x and the release of Gamma lots over whole rows, compiled (design 2.1).

float32: polynomials in vector registers, relative error below 1e-6 (`safe_margin` in
portfolio_kernels.py adds it up); float64: the same with more terms, within a few units in the last
place. No library calls, so the loops run in vector lanes and a value depends on its inputs only,
not on its place in the row.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, types
from numba.extending import intrinsic, overload

import pra_core.kernel_cache  # noqa: F401 - sets where compiled code is kept

# What is left unsaid is inherited from the caller that happens to be compiled first.
OPTIONS = {"nogil": True, "cache": True, "error_model": "numpy", "boundscheck": False,
           "fastmath": False}
INNER = {"nogil": True, "error_model": "numpy", "boundscheck": False, "fastmath": False,
         "no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # called from compiled code only
# Fused multiply-add only in float32: float64 must give the same bits wherever it is compiled.
_FUSED = {**INNER, "fastmath": {"contract"}}

_F = np.float32
_A2, _A3, _A4, _A5, _A6, _A7 = (_F(math.log(2) ** k / math.factorial(k)) for k in range(2, 8))
_A1, _LOG2E = _F(math.log(2)), _F(1 / math.log(2))
_NIL, _HALF, _ONE, _TWO = _F(0), _F(0.5), _F(1), _F(2)
_L3, _L5, _L7, _L9 = (_F(2 / k) for k in (3, 5, 7, 9))
_SQRT2, _TOP = _F(math.sqrt(2)), _F(125)

_D2, _D3, _D4, _D5, _D6, _D7, _D8, _D9, _D10, _D11, _D12, _D13 = (
    1 / math.factorial(k) for k in range(2, 14))
_B3, _B5, _B7, _B9, _B11, _B13, _B15, _B17, _B19, _B21 = (2 / k for k in range(3, 22, 2))
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_ROUND = 1.5 * 2.0**52  # added and taken off again: rounds to an integer held in the low bits
_ROUND_BITS, _WHOLE_BITS = 0x4338000000000000, 0x4330000000000000
_FRACTION, _ONE_BITS = 0xFFFFFFFFFFFFF, 0x3FF0000000000000


@intrinsic
def _as_bits(_, x):
    """The bits of a float as an integer of the same width."""
    whole = types.int32 if x == types.float32 else types.int64

    def build(context, builder, _signature, arguments):
        return builder.bitcast(arguments[0], context.get_value_type(whole))
    return whole(x), build


@intrinsic
def _as_float(_, x):
    """The float whose bits an integer of the same width holds."""
    real = types.float32 if x == types.int32 else types.float64

    def build(context, builder, _signature, arguments):
        return builder.bitcast(arguments[0], context.get_value_type(real))
    return real(x), build


@njit(**_FUSED)
def _power_of_two32(y):
    """(2^-n, 2^(n-y) - 1) for y >= 0, n the nearest integer; 2^-n = 0 from y = 125 on."""
    capped = min(y, _TOP)
    n = np.int32(capped + _HALF)
    r = np.float32(n) - capped
    rest = r * (_A1 + r * (_A2 + r * (_A3 + r * (_A4 + r * (_A5 + r * (_A6 + r * _A7))))))
    scale = _as_float(np.int32(np.int32(np.int32(127) - n) << np.int32(23)))
    return (scale if y < _TOP else _NIL), rest


@njit(**_FUSED)
def _log2_1p32(z):
    """log2(1 + z) for z >= 0, relative error below 3e-7 however small z is."""
    whole = _ONE + z
    lost = z - (whole - _ONE)
    b = _as_bits(whole)
    exponent = np.int32(b & np.int32(0x7F800000))
    mantissa = _as_float(np.int32(np.int32(b & np.int32(0x7FFFFF)) | np.int32(0x3F800000)))
    down = _as_float(np.int32(np.int32(0x7F000000) - exponent))
    high = mantissa > _SQRT2
    e = np.float32(np.int32(exponent >> np.int32(23))) - (_F(126) if high else _F(127))
    f = mantissa * _HALF - _ONE if high else mantissa - _ONE
    f += lost * (down * _HALF if high else down)
    s = f / (_TWO + f)
    v = s * s
    return e + _LOG2E * (s * (_TWO + v * (_L3 + v * (_L5 + v * (_L7 + v * _L9)))))


def _one_minus_exp32(x, factor, out, n):
    scaled = np.float32(factor * 1.4426950408889634)
    for j in range(n):
        scale, rest = _power_of_two32(x[j] * scaled)
        out[j] = (_ONE - scale) - scale * rest


def _released32(t, prevalence, inverse_shape, power, out, n):
    if inverse_shape == 0.0:
        factor = np.float32(prevalence * 1.4426950408889634)
        for j in range(n):
            scale, rest = _power_of_two32(t[j] * factor)
            out[j] = scale + scale * rest
        return
    factor, q = np.float32(prevalence * inverse_shape), np.float32(power)
    for j in range(n):
        scale, rest = _power_of_two32(q * _log2_1p32(t[j] * factor))
        out[j] = scale + scale * rest


@njit(**INNER)
def _exp64(x):
    """(2^-n, e^(n ln2 - x) - 1) for x >= 0, n the nearest integer; 2^-n = 0 from x = 700 on."""
    capped = min(x, 700.0)
    shifted = capped * 1.4426950408889634 + _ROUND
    n = shifted - _ROUND
    r = (n * _LN2_HIGH - capped) + n * _LN2_LOW
    p = _D7 + r * (_D8 + r * (_D9 + r * (_D10 + r * (_D11 + r * (_D12 + r * _D13)))))
    rest = r + r * r * (_D2 + r * (_D3 + r * (_D4 + r * (_D5 + r * (_D6 + r * p)))))
    scale = _as_float((1023 + _ROUND_BITS - _as_bits(shifted)) << 52)
    return (scale if x < 700.0 else 0.0), rest


@njit(**INNER)
def _log1p64(z):
    """log(1 + z) for z >= 0, relative error below 1e-15."""
    whole = 1.0 + z
    lost = z - (whole - 1.0)
    b = _as_bits(whole)
    mantissa = _as_float((b & _FRACTION) | _ONE_BITS)
    down = _as_float((2046 << 52) - (b & 0x7FF0000000000000))
    high = mantissa > 1.4142135623730951
    e = _as_float((b >> 52) | _WHOLE_BITS) - (2.0**52 + 1022.0 if high else 2.0**52 + 1023.0)
    f = (0.5 * mantissa - 1.0 if high else mantissa - 1.0) + lost * (0.5 * down if high else down)
    s = f / (2.0 + f)
    v = s * s
    p = _B11 + v * (_B13 + v * (_B15 + v * (_B17 + v * (_B19 + v * _B21))))
    p = s * (2.0 + v * (_B3 + v * (_B5 + v * (_B7 + v * (_B9 + v * p)))))
    return e * _LN2_HIGH + (p + e * _LN2_LOW)


@njit(**INNER)
def exp_minus(x):
    """e^-x for x >= 0, within a few units in the last place; 0 from x = 700 on."""
    scale, rest = _exp64(x)
    return scale + scale * rest


@njit(**INNER)
def log_1p(z):
    """log(1 + z) for z >= 0, relative error below 1e-15."""
    return _log1p64(z)


def _one_minus_exp64(x, factor, out, n):
    for j in range(n):
        scale, rest = _exp64(x[j] * factor)
        out[j] = (1.0 - scale) - scale * rest


def _released64(t, prevalence, inverse_shape, power, out, n):
    if inverse_shape == 0.0:
        for j in range(n):
            scale, rest = _exp64(t[j] * prevalence)
            out[j] = scale + scale * rest
        return
    factor = prevalence * inverse_shape
    for j in range(n):
        scale, rest = _exp64(power * _log1p64(t[j] * factor))
        out[j] = scale + scale * rest


def one_minus_exp(x, factor, out, n):
    """out = 1 - exp(-factor x) for factor x >= 0, by the type of x."""
    raise TypeError("compiled code only")


def released(t, prevalence, inverse_shape, power, out, n):
    """out = (1 + f0 t / κ)^-power with inverse_shape = 1/κ, or exp(-f0 t) for equal lots (0)."""
    raise TypeError("compiled code only")


def coarse(one):
    """Whether `one` is float32."""
    raise TypeError("compiled code only")


def narrow(x, one):
    """x in the type of `one`."""
    raise TypeError("compiled code only")


@overload(one_minus_exp, jit_options=_FUSED)
def _one_minus_exp_float32(x, factor, out, n):
    return _one_minus_exp32 if x.dtype == types.float32 else None


@overload(one_minus_exp, jit_options=INNER)
def _one_minus_exp_float64(x, factor, out, n):
    return _one_minus_exp64 if x.dtype == types.float64 else None


@overload(released, jit_options=_FUSED)
def _released_float32(t, prevalence, inverse_shape, power, out, n):
    return _released32 if t.dtype == types.float32 else None


@overload(released, jit_options=INNER)
def _released_float64(t, prevalence, inverse_shape, power, out, n):
    return _released64 if t.dtype == types.float64 else None


@overload(narrow)
def _narrow(x, one):
    if one == types.float32:
        return lambda x, one: np.float32(x)
    return lambda x, one: x


@overload(coarse)
def _coarse(one):
    if one == types.float32:
        return lambda one: True
    return lambda one: False
