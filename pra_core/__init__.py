"""Pest risk analysis core."""
