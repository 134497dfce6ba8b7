"""All stages over one pack, and conversations with them.

Rule of this file: a bot is the same for everyone; what one user said lives in that user's chat.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from clairbot.bot.pick import pick
from clairbot.bot.sound import Soundness
from clairbot.bot.turn import Turn
from clairbot.content import ContentReader
from clairbot.errors import QuestionError
from clairbot.lexicon import Lexicon
from clairbot.match import Matcher
from clairbot.meaning import Composer
from clairbot.pack.open import open_pack
from clairbot.query import All
from clairbot.record import Record
from clairbot.reply import Speaker
from clairbot.samples import Sample, Sampler
from clairbot.session import Context, FollowUps
from clairbot.store.facts import Facts
from clairbot.text import clean
from clairbot.topics import TopicFinder
from clairbot.values import Answer

if TYPE_CHECKING:
    from clairbot.values import Statement


SHOWN = 80
"""Characters that are shown of a question that is too long."""


def load(path: str | None = None) -> Bot:
    """A bot over the pack in a folder, or over the one that clairbot ships with.

    Raises PackError if the pack cannot be used, StoreError if its compiled form cannot be read.
    """
    return Bot(path)


class Bot:
    """Answers questions from one pack."""

    def __init__(self, path: str | None = None) -> None:
        self.pack, self.warnings = open_pack(path)
        self.schema = self.pack.blob("schema")
        self.about = self.pack.blob("about")
        self.intents: dict[str, str] = {k: v for k, v in self.pack.blob("intents").items() if k != "followup"}
        self.remarks: dict[str, str] = self.pack.blob("chat")
        self.language = self.pack.blob("language")
        self.topics = TopicFinder(self.pack.blob("topics"), self.language)
        self.lexicon = Lexicon(self.pack, self.language)
        self.composer = Composer(self.schema, self.about["main"])
        rules, outlook = self.pack.blob("grammar")
        self.matcher = Matcher(rules, outlook, self.composer)
        self.follow = FollowUps(self.composer)
        self.facts = Facts(self.pack, self.schema)
        main = self.composer.main()
        self.everyone = self.facts.entities(main.kind) if isinstance(main, All) else ()
        self.content = ContentReader(self.topics, self.lexicon, self.schema)
        self.soundness = Soundness(self)
        self.speaker = Speaker(self.pack.blob("replies"), self.schema, self.facts, self.about["says"])

    @property
    def title(self) -> str:
        """What the pack is about."""
        return str(self.about["title"])

    @property
    def times(self) -> frozenset[str]:
        """Names of the properties whose values are years, so that facts of them make a timeline."""
        return frozenset(p.name for p in self.schema.properties.values() if p.type == "year")

    def names(self) -> list[tuple[str, str]]:
        """All entities, each with what its kind is called."""
        return [(name, self.schema.kinds[kind].one) for name, kind in self.pack.names()]

    def names_like(self, typed: str, limit: int = 20, *, misspelt: bool = False) -> list[tuple[str, str]]:
        """Entities whose names, or a word in them, begin so (or nearly so), each with what its kind is called."""
        found = (self._sampler.near if misspelt else self._sampler.names)(typed, limit)
        return [(name, self.schema.kinds[kind].one) for name, kind in found]

    def statements(self) -> list[Statement]:
        """All facts, in the pack's order."""
        return self.pack.everything()

    def samples(self, prefix: str = "", limit: int = 20) -> list[str]:
        """Whole questions that can be asked: those that start with `prefix`, then those with its words."""
        return [sample.text for sample in self.questions(prefix, limit)]

    def questions(self, prefix: str = "", limit: int = 20) -> list[Sample]:
        """As `samples`, each with its intent."""
        wanted = prefix.casefold()
        own = [Sample(text, "") for text in self.about["samples"]]
        found = {s.text: s for s in own if s.text.casefold().startswith(wanted)}
        if len(found) < limit and (wanted or not found or limit > len(own)):
            for sample in chain(self._sampler.beginning(prefix), self._sampler.naming(prefix)):
                found.setdefault(sample.text, sample)
                if len(found) == limit:
                    break
        return list(found.values())[:limit]

    @cached_property
    def _sampler(self) -> Sampler:
        return Sampler(self.pack.blob("frames"), self.pack.names())

    def ask(self, question: str, *, trace: bool = False) -> Answer:
        """Answers one question by itself, without memory."""
        return self.chat().ask(question, trace=trace)

    def chat(self) -> Chat:
        """A conversation, which remembers."""
        return Chat(self)

    def turn(self, question: str, context: Context, *, trace: bool = False) -> tuple[Answer, Context]:
        """The answer to a question in a context, and the context after it."""
        try:
            text = clean(question)
        except QuestionError as error:
            shown = "".join(c if c.isprintable() else " " for c in question[:SHOWN])
            return Answer(shown, "unknown", str(error)), context
        return pick(self, text, context, trace=trace) or Turn(self, text, context, trace=trace).run()


class Preview(Record):
    """A question before it is asked."""

    answer: Answer
    """What would be answered."""
    names: tuple[str, ...]
    """The entities that the question is understood to name."""


class Chat:
    """A conversation with a bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._context = Context()

    def ask(self, question: str, *, trace: bool = False) -> Answer:
        """Answers a question in the light of the ones before."""
        answer, self._context = self._bot.turn(question, self._context, trace=trace)
        return answer

    def preview(self, question: str) -> Preview:
        """What `ask` would answer now, and what it would understand; nothing is remembered."""
        answer, after = self._bot.turn(question, self._context)
        names = after.asked.names if answer.query and after.asked is not None else ()
        return Preview(answer, names)

    def reset(self) -> None:
        """Forgets what was said."""
        self._context = Context()
