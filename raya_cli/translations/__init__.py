"""Catalogues of translated terms: export, merge, check. Runs in our environment (needs polib)."""
