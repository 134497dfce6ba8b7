"""The bot: the only place where the stages are strung together.

text → tokens → mentions → chart → reading → query → result → answer. A stage's value goes on to the next
and never back; what a chat remembers is a value too, replaced after each answer. `engine` holds the stages,
`turn` takes a question apart into clauses, `clause` understands one, `several` finds the questions in a
sentence that holds more than one, `tell` makes the answers; `pick` takes up what was asked back.
"""

from __future__ import annotations

from clairbot.bot.engine import Bot, Chat, Preview, load

__all__ = ["Bot", "Chat", "Preview", "load"]
