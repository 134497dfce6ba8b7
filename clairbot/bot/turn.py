"""One turn: a question taken apart into sentences, each understood as a whole or in parts.

Rule of this file: cheapest belief first. A sentence is read as written; then with words passed over that
only link; then as several questions; then with words taken for others that sound alike.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from clairbot.bot.clause import Clauses
from clairbot.bot.sentences import Sentences
from clairbot.bot.several import Parts, disputed
from clairbot.bot.tell import Teller, merge
from clairbot.text import STOPS, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clairbot.bot.engine import Bot
    from clairbot.bot.tell import Found
    from clairbot.session import Context
    from clairbot.text import Token


EYES, MOUTHS = frozenset(":;="), frozenset("()")
"""Signs that a smiley is made of."""
MOST_LETTERS = 2
"""Digits of the number of an item of a list, at most; letters are such only where there are so many."""
YEAR = 4
"""Digits of a year, which no short word before it counts: "No. 1989."."""
SHORT = 3
"""Letters of a word that may be an abbreviation."""


class Turn:
    """One question on its way to an answer."""

    def __init__(self, bot: Bot, question: str, context: Context, *, trace: bool) -> None:
        self._bot = bot
        self._question = question
        self._context = context if context.lost is None else context.replace(lost=None)
        self._lost = context.lost
        """The question before, if it was not understood."""
        self._tell = Teller(bot, question, trace=trace)
        self._clauses = Clauses(bot, self._tell)
        self._said = Sentences(self._clauses.links, bot.lexicon.symbols)
        self._parts = Parts(bot, self._tell, self._clauses, self._said)
        self._answers: list[Found] = []
        self._scenes: list[Found] = []
        """What was only told, and is so."""
        self._stated: Found | None = None
        """A text fact that says what was told."""
        self._marked = False
        """Whether a sentence ends with a question mark."""
        self._riddle: Sequence[Token] = ()
        """The sentence before, if it was not understood."""
        self._excluded: list[Token] = []
        """What a sentence tells to leave out."""
        self._passed = False
        """Whether a sentence was not understood."""
        self._unclear = False
        """Whether something was told of that nobody knows."""

    def run(self) -> Found:
        """The answer, and what the chat remembers after it."""
        language = self._bot.language
        written = tokenize(self._question, language.contractions)
        spoken = [t for t in written if t.text not in language.hesitations]
        said = without_repeats(spoken or written)
        numbered = without_numbers(said)
        tokens = self._said.unquoted(numbered)
        self._tell.note("tokens", lambda: " ".join(t.text for t in tokens))
        listed = self._listed(said) if len(numbered) < len(said) else None
        if listed is not None:
            return listed
        parts = self._said.rejoined(list(sentences(tokens)))
        if len(parts) == 1:
            return self._sentence(parts[0], self._context)
        asking = any(self._said.asks(sentence) for sentence in parts)
        self._marked = any(self._said.marked(sentence) for sentence in parts)
        taken = [self._take(sentence, asking=asking) for sentence in parts]
        last = next((found for found in reversed(taken) if found is not None), None)
        return self._outcome(tokens, last, asking=asking)

    def _listed(self, tokens: Sequence[Token]) -> Found | None:
        """A question whose conditions are a list: "the offices that are (a) in Asia and (b) older than Seoul"."""
        row = without_numbers(list(tokens), stop="")
        found = self._clauses.loosely(row, self._context) if row and row[0] is tokens[0] else None
        return found if found is not None and found[0].status == "answer" else None

    def _take(self, sentence: Sequence[Token], *, asking: bool) -> Found | None:
        """Understands one sentence of several, and puts it to the answers or to what is only told."""
        parts, said, answers = self._parts, self._said, self._answers
        if asking and self._context.query is None and said.excludes(sentence):
            self._excluded = [token for token in sentence if not token.mark]
            return None
        solved = self._solved(sentence) or self._without(sentence)
        if solved is not None:
            return solved
        if self._leads(sentence, asking=asking) or self._leaves_open(sentence):
            return None
        found = self._sentence(sentence, self._context)
        self._passed = self._passed or found[0].status == "unknown"
        tells = parts.tells(sentence, found[0])
        self._riddle = sentence if tells or found[0].status == "unknown" else ()
        self._unclear = self._unclear or parts.unclear(sentence, found[0])
        new = found[0].intent == "followup" or (answers and answers[-1][0].status == "unknown")
        if answers and new and said.corrects(sentence):
            lost = answers[-1][0].status == "unknown"
            if not (lost and (found[0].status == "chat" or tells)):
                answers[-1] = found
        elif (answers and parts.plain(answers[-1]) and said.offers(sentence)) or parts.adds_nothing(sentence, found):
            return found
        elif tells or (parts.vague(found) and not said.asks(sentence)):
            return self._told(sentence, found, asking=asking)
        elif found[0].status != "unknown" or self._asked(sentence):
            answers.append(found)
        self._context = found[1]
        return found

    def _asked(self, sentence: Sequence[Token]) -> bool:
        """Whether a sentence asks; where others end with a question mark, by how it ends or starts."""
        said = self._said
        if not self._marked and said.polar(sentence):
            return True
        return said.asks(sentence) and (not self._marked or said.marked(sentence) or said.opens(sentence))

    def _solved(self, sentence: Sequence[Token]) -> Found | None:
        """What the sentence before told of without its name: "It is in Asia and holds a forum. Which office is it?"."""
        row = self._said.riddle(self._riddle, sentence) if self._riddle else []
        found = self._clauses.loosely(row, self._context) if row else None
        if found is None or found[0].status != "answer" or not self._parts.plain(found, texts=True):
            return None
        self._answers = [answer for answer in self._answers if answer[0].status != "unknown"]
        self._answers.append(found)
        self._context = found[1]
        return found

    def _without(self, sentence: Sequence[Token]) -> Found | None:
        """A question without what the sentence before told to leave out: "Leave out Asia. How many are left?"."""
        if not self._excluded or not self._said.asks(sentence):
            return None
        row = [*(token for token in sentence if not token.mark), *self._excluded]
        found = self._clauses.loosely(row, self._context)
        if found is None:
            alone = self._said.names(sentence)
            found = self._sentence(sentence, self._context) if alone else self._parts.lost(row, self._context)
        self._excluded = []
        self._answers.append(found)
        self._context = found[1]
        return found

    def _leads(self, sentence: Sequence[Token], *, asking: bool) -> bool:
        """Whether a sentence only leads up to one that asks: an exclamation, "let us talk about JET"."""
        if asking and self._said.hollow(sentence) and not self._said.marked(sentence):
            return True
        if not asking or self._said.asks(sentence):
            return False
        turning = self._said.turns(sentence)
        if turning:
            self._context = self._parts.refocus(sentence, self._context)
        return turning or self._said.exclaims(sentence)

    def _leaves_open(self, sentence: Sequence[Token]) -> bool:
        """Whether a sentence asks of what was said beside it, and that was not understood, or is the answer."""
        if self._unclear and self._context.focus is None and self._said.points_back(sentence):
            return True
        beside = any(found[0].status != "chat" for found in self._answers) or self._scenes or self._passed
        return bool(beside) and self._said.merely_which(sentence)

    def _told(self, sentence: Sequence[Token], found: Found, *, asking: bool) -> Found:
        """A sentence that only tells something: it sets the scene."""
        if not self._parts.plain(found):
            self._context = self._parts.refocus(sentence, self._context)
            self._stated = self._stated or (found if found[0].intent == "topic" else None)
            return found
        self._context = found[1]
        (self._scenes if asking else self._answers).append(found)
        return found

    def _outcome(self, tokens: Sequence[Token], last: Found | None, *, asking: bool) -> Found:
        """One answer of all; what was only told counts where nothing else was understood."""
        answers = self._answers
        if not any(self._parts.plain(found) for found in answers):
            strange = self._said.strange(tokens)
            scenes = (s for s in self._scenes if s[0].values != (True,) or disputed(s[0]) or not answers)
            answers = [*(s for s in scenes if not strange or s[0].intent == "verify"), *answers]
        told = not asking and not any(found[0].status in {"answer", "clarify"} for found in answers)
        if self._stated is not None and told:
            return self._stated
        if answers:
            return merge(answers)
        known = last is not None and last[0].status != "unknown"
        return last if known and last is not None else self._tell.decline("unknown-frame", self._context)

    def _sentence(self, tokens: Sequence[Token], context: Context) -> Found:
        answer, parts = self._clauses.answer, self._parts
        self._clauses.links(tokens)  # the whole first: what is found in it is found in its parts
        tokens = self._said.plainly(self._said.mended(tokens))
        boundaries = self._said.boundaries(tokens)
        bounded = self._said.bounded(tokens, boundaries)
        return (
            parts.resumed(tokens, self._lost)
            or parts.granted(tokens, context)
            or parts.introduced(tokens, context)
            or parts.sourced(tokens, context)
            or parts.postponed(tokens, context)
            or (parts.joined(tokens, context) if boundaries else None)
            or (parts.split(tokens, context) if bounded else None)
            or self._clauses.loosely(tokens, context)
            or self._clauses.prefixed(tokens, context)
            or parts.fronted(tokens, context)
            or parts.moved(tokens, context)
            or parts.either(tokens, context)
            or (None if bounded else parts.split(tokens, context))
            or answer(tokens, context, told=True)
            or parts.polite(tokens, context)
            or answer(tokens, context, bold=True)
            or self._clauses.nearly(tokens, context)
            or parts.lost(tokens, context)
        )


def sentences(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Tokens between full stops."""
    found: list[Token] = []
    for i, token in enumerate(tokens):
        found.append(token)
        if token.mark and (_smiles(tokens, i) or (token.text in STOPS and not _abbreviates(tokens, i))):
            if any(not t.mark for t in found):
                yield found
            found = []
    if any(not t.mark for t in found):
        yield found


def _smiles(tokens: Sequence[Token], i: int) -> bool:
    """Whether a bracket is the mouth of a smiley: ":)", ";-)"."""
    nose = i - 1 if i and tokens[i - 1].text == "-" else i
    face = [t for t in tokens[max(0, nose - 1) : i + 1] if t.mark]
    joined = len(face) == i - nose + 2 and face[-1].end - face[0].start == len(face)
    return tokens[i].text in MOUTHS and joined and face[0].text in EYES


def _abbreviates(tokens: Sequence[Token], i: int) -> bool:
    """Whether a full stop belongs to a short word before a number, or to a sign: "no. 6", "!="; not in "No. 1989"."""
    if i < len(tokens) - 1 and tokens[i + 1].text == "=":
        return True
    if not 0 < i < len(tokens) - 1 or tokens[i].text != ".":
        return False
    short = len(tokens[i - 1].text) <= SHORT and tokens[i - 1].text.isalpha()
    return short and tokens[i + 1].text.isdigit() and (i > 1 or len(tokens[i + 1].text) < YEAR)


def without_repeats(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without words said twice in a row."""
    return [t for i, t in enumerate(tokens) if not i or t.mark or t.text != tokens[i - 1].text]


def without_numbers(tokens: list[Token], *, stop: str = ";") -> list[Token]:
    """Tokens with `stop` in place of the numbers and letters of a list: `1) … 2) …`, `(a) … (b) …`."""
    if not any(t.text == ")" for t in tokens):
        return tokens
    opened = list(accumulate((t.text == "(") - (t.text == ")") for t in tokens))
    items = [i for i, t in enumerate(tokens[:-1]) if not t.mark and tokens[i + 1].text == ")" and _numbers(t.text)]
    marks = [i for i in items if opened[i] < 1 or tokens[i - 1].text == "("]
    if len(marks) < MOST_LETTERS and not any(tokens[i].text.isdigit() for i in marks):
        return tokens
    passed = {*marks, *(i - 1 for i in marks if i and tokens[i - 1].text == "("), *(i + 1 for i in marks)}
    stops = {i + 1 for i in marks}
    kept = ((i, t) for i, t in enumerate(tokens) if i not in passed - stops)
    return [t.replace(text=stop) if i in stops else t for i, t in kept if stop or i not in stops]


def _numbers(text: str) -> bool:
    """Whether a word may be the number or letter of an item of a list."""
    return len(text) <= MOST_LETTERS and (text.isdigit() or len(text) == 1)
