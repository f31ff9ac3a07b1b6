"""Tokens to the things found in them: names, and later dates, figures and quotes."""
