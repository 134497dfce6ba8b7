"""Sample questions, asked: only what the bot answers, as the facts say, is shown to anyone.

Rule of this file: a question is shown once, and never on trust.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clairbot.pack.facts import read_data
from clairbot.pack.open import check_folder, read_source
from clairbot.pack.sampler import Sampler

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clairbot.bot import Bot
    from clairbot.pack.sampler import Sample


def answered(bot: Bot, samples: Iterable[Sample]) -> Iterator[Sample]:
    """Those of some questions that are answered, each with the answer's values.

    Where the facts alone give the values, an answer with others does not count.
    """
    seen: set[str] = set()
    for sample in samples:
        question = sample.question
        if question in seen:
            continue
        seen.add(question)
        answer = bot.ask(question)
        wanted = sample.values
        right = wanted is None or sorted(map(repr, wanted)) == sorted(map(repr, answer.values))
        if answer.status == "answer" and right and (answer.values or wanted is None):
            yield sample.replace(values=answer.values)


def samples_of(folder: str, bot: Bot) -> dict[str, list[Sample]]:
    """For each kind and property of a pack, questions that are answered; raises PackError."""
    source = read_source(check_folder(folder))
    data = read_data(source)
    sampler = Sampler(source, data)
    found = {f"property {p.name}": sampler.of_property(p) for p in data.schema.properties.values()}
    found |= {f"kind {kind.name}": sampler.of_kind(kind) for kind in data.schema.kinds.values()}
    return {name: list(answered(bot, samples)) for name, samples in found.items()}
