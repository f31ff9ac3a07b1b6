"""Notebooks to one right-to-left page."""
