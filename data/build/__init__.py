"""Builds the reference data of the workbench from pinned packages; not needed at run time."""
