"""How easily a text is read, by old measures; in a language for which none was found it is not measured, only counted.

Reading ease takes from a base the words in a sentence and the syllables in a word, each times a weight; more is easier:

- English: Flesch R, A new readability yardstick, J Appl Psychol 1948;32:221. 60 and more is plain.
- French: Kandel and Moles 1958, by the weights that textstat and Yoast SEO give; the paper itself was not read.
- Russian: Oborneva 2006, by the weights that textstat and Yoast SEO give; the thesis itself was not read.
- Spanish: Szigriszt Pazos 1993, on the INFLESZ scale, which was made for texts for patients (Barrio-Cantalejo IM,
  An Sist Sanit Navar 2008;31:135): 55 to 65 is normal for adults, more is easier; weights as legible.es gives them.

LIX (Björnsson C-H, Läsbarhet, Stockholm 1968) is the words in a sentence plus the share in per cent of words with more
than six letters; it was made for Swedish and compared with other measures in English and in French; below 30 is easy,
above 50 difficult.

Arabic: OSMAN (El-Haj and Rayson, LREC 2016:250) counts syllables by vowel signs, which no text for patients bears.
Chinese: no formula was found whose weights could be checked. Both get the length of a sentence alone.

They count; none knows whether a text is true, or understood. Syllables are counted by rule, nearly right
(`hevesy.words.syllables`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hevesy.words.syllables import syllables

LIX = frozenset({"en", "fr"})  # the languages that it was tried in
BY_SIGN = frozenset({"zh"})  # without spaces between words: signs are counted
LONG = 6  # letters; a word with more is long
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SIGN = re.compile(r"[^\W\d_]")
_END = re.compile(r"[.!?:;؟؛]+(?:\s|$)|[。！？：；]+|\n+")


@dataclass(frozen=True, slots=True)
class Ease:
    """A formula of reading ease: who made it, its base, its weights, and from where on a text is plain."""

    name: str
    base: float
    in_sentence: float
    in_word: float
    plain: int = 60


EASE: Mapping[str, Ease] = {
    "en": Ease("Flesch 1948", 206.835, 1.015, 84.6),
    "fr": Ease("Kandel & Moles 1958", 207, 1.015, 73.6),
    "ru": Ease("Oborneva 2006", 206.835, 1.3, 60.1),
    "es": Ease("Szigriszt Pazos 1993, INFLESZ 2008", 206.835, 1, 62.3, 55),
}


@dataclass(frozen=True, slots=True)
class Readability:
    """Words (signs in Chinese), sentences, and the measures; None where a measure says nothing of the language."""

    words: int
    sentences: int
    ease: float | None
    lix: float | None

    @property
    def in_sentence(self) -> float | None:
        """How many words, or signs, a sentence has."""
        return self.words / self.sentences if self.sentences else None


def readability(text: str, language: str) -> Readability:
    """How easily a text in a language is read.

    >>> readability("The cat sat on the mat.", "en").ease
    116.145
    >>> readability("Le chat dort. Il fait nuit.", "fr")
    Readability(words=6, sentences=2, ease=130.355, lix=3.0)
    >>> readability("药打进静脉。时间很短。", "zh")
    Readability(words=9, sentences=2, ease=None, lix=None)
    """
    one = _SIGN if language in BY_SIGN else _WORD
    sentences = [found for part in _END.split(text) if (found := one.findall(part))]
    words = [word for each in sentences for word in each]
    if not words:
        return Readability(0, 0, None, None)
    in_sentence = len(words) / len(sentences)
    long = sum(len(word) > LONG for word in words) / len(words)
    return Readability(
        len(words), len(sentences), _ease(words, in_sentence, language),
        round(in_sentence + 100 * long, 3) if language in LIX else None,
    )  # fmt: skip


def _ease(words: list[str], in_sentence: float, language: str) -> float | None:
    if language not in EASE:
        return None
    ease = EASE[language]
    in_word = sum(syllables(word, language) for word in words) / len(words)
    return round(ease.base - ease.in_sentence * in_sentence - ease.in_word * in_word, 3)
