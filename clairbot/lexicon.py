"""The lexicon: which names, properties, values and words of the grammar each stretch of tokens may be.

Rules of this file: cheapest belief first (as written, inflected, joined or split, misspelt); all readings
are kept, none is chosen here; a word without any reading is reported, never dropped.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Protocol, TypeAlias

from clairbot import spelling, weights
from clairbot.mentions import FILLER, KIND, NAME, ONE, SEVERAL, THING, VERB, Links, Mention, by_symbol
from clairbot.numerals import numerals
from clairbot.record import made
from clairbot.text import Token

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from clairbot.language import Language
    from clairbot.mentions import BySymbol, Found, Sense

ANY = "*"
"""In a phrase, stands for any one word."""
MANNER = 0.2
"""Cost of passing over an unknown word that only says in what way something is done."""
MARK_COST = 0.02
"""Cost of passing over punctuation."""
EDIT = 0.4
"""Cost of one edit of a word."""
MENDED = 0.5
"""How much less the closest correction costs of a word that is none: it has to be something."""
GLUED = re.compile(r"([^\W\d_]{2,})(\d{4})$")
"""A word and a year without a space between them."""
RUN = re.compile(r"([^\W\d_])\1{2,}")
"""A letter that is drawn out."""
SWAPPED = 0.25
"""Cost of two letters that changed places; all that an acronym may be misspelt by."""
HYPHENED = 0.05
"""Cost of reading two words with a hyphen as one."""
HOMOPHONE = 0.45
"""Cost of reading a word as another that sounds alike."""
APART, FARTHEST = 0.1, 7
"""Cost of reading a verb of two words with others between them, and of its second word; how many those can be."""
JOINED = 0.3
"""Cost of reading two words as one, or one as two."""
Phrases: TypeAlias = "tuple[tuple[Sense, ...], dict[str, Phrases]]"
"""What a row of words means, and the phrases that go on from there by their next word."""
NO_PHRASES: Phrases = ((), {})
Spans: TypeAlias = "list[list[tuple[int, str, float]]]"
"""For each token, the words that may start there: where each ends, the word, its cost."""
REPORTS, PURPOSE = "<reports>", "<purpose>"
"""Symbols of words after which a question starts, and after which it has ended."""
WRAPPERS = frozenset({REPORTS, PURPOSE})
"""Both of them."""
ASKING = frozenset(
    f"<{name}>" for name in ("when", "who", "where", "howmany", "howoften", "why", "how", "what", "which", "polar")
)
"""Symbols of words that ask."""
MOST = "{most}"
"""Symbol of words that say which one is meant, by its place in an order."""
REMEMBERED = 20_000
"""Words whose forms are remembered."""
MOST_PARTS = 8
"""Words that may be run together in one."""
WRAPPING = 0.2
"""Cost of passing over what is wrapped around a question."""
LONGEST_WRAP = 8
"""Words of a wrapping, at most."""
Row: TypeAlias = "tuple[Sequence[Token], Spans]"
"""Tokens, and the words that may start at each."""
TELLING = frozenset({"{name}", "{kind}"})
"""Symbols of words that a wildcard never stands for."""


class Index(spelling.Vocabulary, Protocol):
    """Where a lexicon keeps its phrases; opened lazily, so that its size does not matter."""

    def phrases(self, word: str) -> Phrases:
        """The phrases that start with `word`; `NO_PHRASES` if there are none."""


class Lexicon:
    """Links tokens to what they may mean."""

    def __init__(self, index: Index, language: Language) -> None:
        self._index = index
        self._language = language
        self._forms = lru_cache(REMEMBERED)(self._find_forms)
        self._boldly = lru_cache(REMEMBERED)(partial(self._find_forms, bold=True))
        self._closest = lru_cache(REMEMBERED)(lambda word: min(self._forms(word).values(), default=0.0))
        """What the closest form of a word costs."""
        self.symbols = lru_cache(REMEMBERED)(self._find_symbols)
        """Symbols that a word has by itself."""
        self._number = lru_cache(REMEMBERED)(self._find_number)
        self._words = lru_cache(REMEMBERED)(self._find_words)
        self._may_join = lru_cache(REMEMBERED)(self._find_may_join)
        self._written = lru_cache(REMEMBERED)(self._find_written)
        """What a word means as it is written, where it stands."""

    def link(self, tokens: Sequence[Token], *, bold: bool = False) -> Links:
        """All readings of all stretches; `bold` takes words for others that sound alike."""
        return self.weigh(self.find(tokens, bold=bold))

    def find(self, tokens: Sequence[Token], *, bold: bool = False) -> Found:
        """The tokens, run-together words taken apart, and what each stretch may be by itself."""
        row: list[Token] = []
        for token in tokens:
            words = self._words(token.text)
            row += (token,) if token.mark or len(words) == 1 else _cut(token, words)
        return row, self._mentions(row, bold=bold)

    def weigh(self, linked: Found) -> Links:
        """All readings of all stretches, weighed against each other."""
        row, found = linked
        skips: list[list[tuple[int, float]]] = [[] for _ in range(len(row) + 1)]
        by = by_symbol(found)
        if weights.IDIOM in by:
            found = weights.idiomatic(found)
            by = by_symbol(found)
        acts, things, garbled = weights.acts(by), weights.things(by), weights.garbled(by)
        main, named = weights.telling_words(by, acts), self._named(by, row)
        resumed = weights.resuming(by)
        mentions = weights.weighed(found, by, row, main, resumed)
        for mention in weights.passed(found, by):
            dear = weights.passing(mention, main)
            if dear is not None and not weights.stays(mention, len(row), garbled) and mention.start not in named:
                thing = bool(things) and not things.isdisjoint(range(mention.start, mention.end))
                skips[mention.start].append((mention.end, dear + THING * thing))
        wrapped = frozenset(self._wrapping(row, mentions, skips)) if WRAPPERS & by.keys() else frozenset()
        for i in resumed:
            skips[i].append((i + 1, MARK_COST))
        signs = weights.signs(by, row)
        for i, token in enumerate(row):
            if token.mark and i not in signs:
                skips[i].append((i + 1, MARK_COST))
        mentions.extend([m.replace(symbol=self._number(row[m.end - 1].text)) for m in mentions if m.symbol == KIND])
        unknown = weights.uncovered(row, mentions, skips)  # a word that is only read letter by letter is unknown
        mentions.extend(weights.letters(by, row, mentions))
        return Links(row, mentions, skips, unknown, wrapped, acts)

    def _named(self, by: BySymbol, row: Sequence[Token]) -> frozenset[int]:
        """Tokens that are names where they stand, whatever else they may be: in capitals, or after "the"."""
        names = {m.start for m in by.get(NAME, ()) if m.end == m.start + 1 and not m.cost}
        after = {i for i in names if i and row[i - 1].text in self._language.determiners}
        return frozenset([i for i in names if row[i].acronym or i in after])

    def _find_number(self, word: str) -> str:
        """Whether a word for a kind is in its base form, as that for one thing is, or inflected."""
        base = not any(lemma != word and self.known(lemma) for lemma in self._language.lemmas(word))
        return ONE if base else SEVERAL

    def _find_symbols(self, word: str) -> frozenset[str]:
        return frozenset([symbol for symbol, _, _ in self._index.phrases(word)[0]])

    def known(self, word: str) -> bool:
        """Whether the pack or its language has the word."""
        return self._index.known(word) or self._index.phrases(word) is not NO_PHRASES

    def _mentions(self, row: Sequence[Token], *, bold: bool) -> list[Mention]:
        spans = [self._spans(row, i, bold=bold) for i in range(len(row))]
        mentions = self._phrased((row, spans))
        known = self._language.particles
        apart: dict[int, str] = {}
        for j, form in [(j, f) for j, found in enumerate(spans) for end, f, _ in found if f in known and end == j + 1]:
            apart.setdefault(j, form)
        for j, form in apart.items():
            mentions.extend(self._apart(row, spans, j, form))
        for start, end, symbol, value, cost in numerals(row, self._language):
            mentions.append(Mention(start, end, symbol, value, cost, "exact"))
        mentions.extend(self._misspelt_numerals(row))
        for i, token in enumerate(row):
            if token.text.endswith(self._language.adverbs) and self._adverb(token.text) and not self._means(spans[i]):
                mentions.append(Mention(i, i + 1, FILLER, None, MANNER, "exact"))
        return mentions

    def _phrased(self, row: Row) -> list[Mention]:
        """What each phrase may be, from each token on; inflected words are none of those that stand as they are."""
        mentions: list[Mention] = []
        literal, find = self._language.literal, self._index.phrases
        tokens, spans = row
        for i, found in enumerate(spans):
            for end, form, cost in found:
                phrases = find(form)
                if phrases is not NO_PHRASES:
                    start = len(mentions)
                    if cost:
                        self._walk(phrases, row, (i, end), cost, mentions)
                    else:
                        mentions += self._written(form, i, end)
                        if phrases[1]:
                            self._go_on(phrases[1], row, (i, end), cost, mentions)
                    if form != tokens[i].text:
                        mentions[start:] = [m for m in mentions[start:] if m.symbol not in literal]
        return mentions

    def _misspelt_numerals(self, row: Sequence[Token]) -> Iterator[Mention]:
        """Numbers with a word that is none as it stands, but may be a misspelt one: "ninteen ninty sevn"."""
        if all(token.mark or self._index.known(token.text) for token in row):
            return
        mended = [self._numeral(token) for token in row]
        cost = sum(dear for _, dear in mended)
        if cost:
            for start, end, symbol, value, dear in numerals([token for token, _ in mended], self._language):
                slips = sum(more for _, more in mended[start:end])
                if slips:
                    yield Mention(start, end, symbol, value, dear + slips, "fuzzy")

    def _numeral(self, token: Token) -> tuple[Token, float]:
        """A token as the number word that it may be meant for, with what that costs."""
        if token.mark or self._index.known(token.text) or token.text in self._language.numbers:
            return token, 0.0
        forms = ((cost, form) for form, cost in self.forms(token.text).items() if form in self._language.numbers)
        cost, form = min(forms, default=(0.0, token.text))
        return (token.replace(text=form), cost * MENDED) if cost else (token, 0.0)

    def _means(self, spans: list[tuple[int, str, float]]) -> bool:
        """Whether one of some words starts a phrase."""
        return any(self._index.phrases(form) is not NO_PHRASES for _, form, _ in spans)

    def _adverb(self, word: str) -> bool:
        """Whether an unknown word only says in what way something is done: "slowly"."""
        stems = (word[: -len(end)] for end in self._language.adverbs if word.endswith(end))
        return any(len(stem) >= spelling.SHORT and self._index.known(stem) for stem in stems)

    def _apart(self, row: Sequence[Token], spans: Spans, j: int, particle: str) -> list[Mention]:
        """Verbs of two words with others between them: "put it on"; the second is passed over where it stands."""
        verbs = [
            Mention(i, end, symbol, meaning, cost + dear + APART, "joined")
            for i in range(max(0, j - FARTHEST), j - 1)
            for end, form, cost in spans[i]
            if end < j and particle in self._index.phrases(form)[1] and not any(t.mark for t in row[i:j])
            for symbol, meaning, dear in self._index.phrases(form)[1].get(particle, NO_PHRASES)[0]
            if symbol == VERB
        ]
        return [*verbs, Mention(j, j + 1, FILLER, None, APART, "joined")] if verbs else []

    def _walk(self, phrases: Phrases, row: Row, span: tuple[int, int], cost: float, mentions: list[Mention]) -> None:
        """Adds mentions of a phrase that ends with a span, and of all that go on from there."""
        (senses, following), (start, end) = phrases, span
        for symbol, meaning, dear in senses:
            slip = self._slip(symbol, row[0][start:end], cost) if cost else 0.0
            mentions.append(made(Mention, start, end, symbol, meaning, slip + dear, "fuzzy" if cost else "exact"))
        if following:
            self._go_on(following, row, span, cost, mentions)

    def _find_written(self, word: str, start: int, end: int) -> list[Mention]:
        """What a word means by itself as it is written, at a position."""
        senses = self._index.phrases(word)[0]
        return [Mention(start, end, symbol, meaning, dear, "exact") for symbol, meaning, dear in senses]

    def _go_on(
        self, following: dict[str, Phrases], row: Row, span: tuple[int, int], cost: float, mentions: list[Mention]
    ) -> None:
        """Adds mentions of all phrases that go on from the end of a span; hyphens between words are passed over."""
        (tokens, spans), (start, end) = row, span
        while end < len(tokens) and tokens[end].text == "-" and "-" not in following:
            end += 1
        if end == len(tokens):
            return
        if ANY in following or tokens[end].text in self._language.determiners:
            for longer, more in self._standing(tokens[end], following):
                self._walk(longer, row, (start, end + 1), cost + more, mentions)
        for stop, form, more in spans[end]:
            if form in following:
                self._walk(following[form], row, (start, stop), cost + more, mentions)

    def _standing(self, token: Token, following: dict[str, Phrases]) -> Iterator[tuple[Phrases, float]]:
        """Phrases that go on with a word for which another may stand: with any word, or with another determiner."""
        if ANY in following and not token.mark and not self._telling(token.text):
            yield following[ANY], 0.1
        determiners = self._language.determiners
        if token.text in determiners:
            for other in sorted([word for word in determiners if word in following]):
                if other != token.text and ANY not in following[other][1]:
                    yield following[other], 0.0

    def _wrapping(
        self, row: Sequence[Token], mentions: Sequence[Mention], skips: list[list[tuple[int, float]]]
    ) -> Iterator[int]:
        """Passes over what somebody else is said to ask, and what the answer is for, if that names nothing."""
        asking = {m.start for m in mentions if m.symbol in ASKING or (m.symbol == MOST and m.how == "exact")}
        for mention in (m for m in mentions if m.symbol in WRAPPERS):
            start, end = 0, mention.end
            if any(self._telling(row[i].text) for i in range(mention.start, mention.end)):
                continue
            if mention.symbol == REPORTS and self._empty(row[: mention.start], asking):
                skips[0].append((end, WRAPPING))
                yield from range(start, end)
            elif mention.symbol == PURPOSE:
                start, end = mention.start, next((i for i in range(mention.end, len(row)) if row[i].mark), len(row))
                if end - mention.end <= LONGEST_WRAP and self._empty(row[mention.end : end], ()):
                    skips[start].append((end, WRAPPING))
                    yield from range(start, end)

    def _empty(self, row: Sequence[Token], asking: Collection[int]) -> bool:
        """Whether some words name nothing and ask nothing."""
        if len(row) > LONGEST_WRAP or any(i in asking for i in range(len(row))):
            return False
        return not any(self._telling(t.text) or t.text.isdigit() for t in row if not t.mark)

    def _telling(self, word: str) -> bool:
        """Whether a word by itself is a name or a kind, and so never just any word."""
        forms = (form for form, cost in self.forms(word).items() if not cost)
        return any(symbol in TELLING for form in forms for symbol, _, _ in self._index.phrases(form)[0])

    def _spans(self, row: Sequence[Token], i: int, *, bold: bool) -> list[tuple[int, str, float]]:
        """Words that may start at token `i`: where each ends, the word, its cost."""
        token, after = row[i], i + 1
        if token.mark:
            return [(after, token.text, 0.0)]
        forms = self.forms(token.text, bold=bold).items()
        if token.acronym:
            found = [(after, form, cost) for form, cost in forms if cost <= SWAPPED]
        else:
            less = self._mended(token)
            found = [(after, form, cost - less) for form, cost in forms]
        if after == len(row):
            return found
        if not row[after].mark:
            if self._may_join(token.text, row[after].text):
                found += self._joined(token.text, row[after].text, after + 1)
        elif row[after].text == "-" and after + 1 < len(row):
            hyphen, last = row[after : after + 2]
            if token.end == hyphen.start and hyphen.end == last.start:
                joined, strange = self.forms(token.text + last.text).items(), not self._index.known(last.text)
                found += [(i + 3, form, HYPHENED + cost) for form, cost in joined if strange or not cost]
        return found

    def _joined(self, first: str, second: str, end: int) -> list[tuple[int, str, float]]:
        """The forms of two words as one that ends at a token."""
        most = EDIT if min(len(first), len(second)) < spelling.SHORT else 1.0
        forms = self.forms(first + second).items()
        return [(end, form, cost + JOINED) for form, cost in forms if form not in {first, second} and cost <= most]

    def _slip(self, symbol: str, tokens: Sequence[Token], cost: float) -> float:
        """What misspelt words cost: filler more than other words, several that are nearly those of a name less."""
        if symbol == FILLER:
            return cost + sum(self._mended(token) for token in tokens)
        return cost * MENDED if symbol == NAME and len(tokens) > 1 else cost

    def _mended(self, token: Token) -> float:
        """How much less the corrections of a word cost that is none; a name, and filler, is not corrected so easily."""
        return 0.0 if token.mark or token.acronym or token.proper else MENDED * self._closest(token.text)

    def _find_may_join(self, first: str, second: str) -> bool:
        """Two words are read as one if one of them says nothing by itself."""
        if self._index.phrases(first + second) is not NO_PHRASES:
            return True
        strange = not self._index.known(first) or not self._index.known(second)
        return strange and len(first) + len(second) >= spelling.MIDDLE - 1

    def forms(self, word: str, *, bold: bool = False) -> dict[str, float]:
        """Base forms and corrections of a word that start some phrase or stand in one, each with its cost."""
        return self._boldly(word) if bold else self._forms(word)

    def bolder(self, tokens: Sequence[Token]) -> bool:
        """Whether a bold reading takes any of some words for others than a plain one."""
        return any(self._boldly(t.text) != self._forms(t.text) for t in tokens if not t.mark)

    def _find_forms(self, word: str, *, bold: bool = False) -> dict[str, float]:
        lemmas = self._language.lemmas(word)
        found = {lemma: 0.0 for lemma in lemmas if self.known(lemma)}
        for other in self._language.homophones.get(word, ()):
            found.setdefault(other, 2 * EDIT if bold else HOMOPHONE)
        if bold and found and not any(self._index.phrases(lemma) is not NO_PHRASES for lemma in found):
            return found | self._cut_short(word)
        if not found and RUN.search(word):
            return self._shortened(word, bold=bold)
        if word in found or any(self._index.phrases(lemma) is not NO_PHRASES for lemma in found):
            return found
        near = self._near(word)
        if not near and not found and not self._run_together(word):
            near = next((there for lemma in lemmas[1:] if (there := self._near(lemma))), {})
        for other, cost in near.items():
            for lemma in self._language.lemmas(other):
                if lemma not in found and (lemma == other or self._index.phrases(lemma) is not NO_PHRASES):
                    found[lemma] = cost * EDIT
        if not word.isalpha():
            found.setdefault(word, 0.0)  # part of a name, perhaps; words alone are in the vocabulary
        return found

    def _near(self, word: str) -> dict[str, float]:
        return spelling.correct(word, self._index, self._language.vowels, self._language.sounds)

    def _shortened(self, word: str, *, bold: bool) -> dict[str, float]:
        """Forms of a word with letters drawn out: "sooo"."""
        shorter = (RUN.sub(instead, word) for instead in (r"\1\1", r"\1"))
        return next((found for found in (self._find_forms(w, bold=bold) for w in shorter) if found), {})

    def _cut_short(self, word: str) -> dict[str, float]:
        """Words that mean something and of which a plain word lacks the last vowel: `stat`."""
        longer = (word + vowel for vowel in self._language.vowels)
        return {other: 2 * EDIT for other in longer if self._index.phrases(other) is not NO_PHRASES}

    def _find_words(self, word: str) -> Sequence[str]:
        """The words that a word may consist of."""
        if found := GLUED.match(word):
            return found.group(1), found.group(2)
        return (word,) if self.forms(word) else self._run_together(word) or (word,)

    def _run_together(self, word: str) -> list[str] | None:
        """The words that may be run together in one, as few as can be; None if there are none."""
        if len(word) < spelling.MIDDLE - 1 or not word.isalpha():
            return None
        best: list[list[str] | None] = [[], *[None] * len(word)]
        for end in range(2, len(word) + 1):
            for start in range(end - 1):
                before = best[start]
                if before is not None and len(before) < MOST_PARTS and self._whole(word[start:end]):
                    now = best[end]
                    if now is None or len(before) + 1 < len(now):
                        best[end] = [*before, word[start:end]]
        return best[-1]

    def _whole(self, word: str) -> bool:
        return len(word) > 1 and any(
            self._index.phrases(lemma) is not NO_PHRASES for lemma in self._language.lemmas(word)
        )


def _cut(token: Token, words: Sequence[str]) -> list[Token]:
    """A token cut into words."""
    found, start = [], token.start
    for word in words:
        end = min(start + len(word), token.end)
        found.append(Token(word, start, end))
        start = end
    return found
