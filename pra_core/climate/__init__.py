"""Climate suitability and the endangered area (ISPM 11, 2.2.2.2, 2.2.4.1): arrays in and out.

Normals come in as arrays with the twelve months first, `[12, cells]`; weeks are `[52, cells]`.
"""
