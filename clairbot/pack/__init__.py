"""Packs: a folder with `intents/` and `data/` becomes one file that opens at once."""
