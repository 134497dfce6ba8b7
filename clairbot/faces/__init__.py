"""The faces: how people and programs talk to the bot.

Rule of this folder: a face knows `Bot`, `Chat` and `Answer`, and nothing below them. It adds no knowledge
and no language of its own beyond what it takes to work the face itself.
"""
