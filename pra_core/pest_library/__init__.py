"""The library of pests: cited records, search, completeness (ISPM 11, stages 1 and 2)."""
