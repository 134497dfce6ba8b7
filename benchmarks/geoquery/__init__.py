"""A pack of US geography, built from CSV files that are not part of this project.

Rule of this folder: what knows geography is YAML, as in any pack; no line of Python does.
"""
