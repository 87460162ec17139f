"""How easily a text is read, by two old measures; for languages in which neither was tried it is not measured.

Flesch reading ease (Flesch R, A new readability yardstick, J Appl Psychol 1948;32:221) is of English: 206.835 less
1.015 times the words in a sentence less 84.6 times the syllables in a word; 60 and more is plain. LIX (Björnsson C-H,
Läsbarhet, Stockholm 1968) is the words in a sentence plus the share in per cent of words with more than six letters; it
was made for Swedish and compared with other measures in English and in French; below 30 is easy, above 50 difficult.
Both count; neither knows whether a text is true, or understood. Syllables are counted by rule, nearly right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FLESCH, LIX = frozenset({"en"}), frozenset({"en", "fr"})  # the languages that each was tried in
LONG = 6  # letters; a word with more is long
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_END = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
_SILENT = re.compile(r"[^aeiouylr]e$|[aeiouy][lr]e$|[^td]ed$|[^aeiouylscxzg]es$")
_APART = re.compile(r"iat|[aeiouy]ing|^io[dn]")  # vowels that stand together and are two syllables
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class Readability:
    """Words, sentences, and the two measures; None where a measure says nothing of the language."""

    words: int
    sentences: int
    flesch: float | None
    lix: float | None


def readability(text: str, language: str) -> Readability:
    """How easily a text in a language is read.

    >>> readability("The cat sat on the mat.", "en").flesch
    116.145
    >>> readability("Le chat dort. Il fait nuit.", "fr")
    Readability(words=6, sentences=2, flesch=None, lix=3.0)
    """
    sentences = [found for part in _END.split(text) if (found := _WORD.findall(part))]
    words = [word for each in sentences for word in each]
    if not words:
        return Readability(0, 0, None, None)
    in_sentence = len(words) / len(sentences)
    long = sum(len(word) > LONG for word in words) / len(words)
    in_word = sum(syllables(word) for word in words) / len(words)
    return Readability(
        len(words), len(sentences),
        round(206.835 - 1.015 * in_sentence - 84.6 * in_word, 3) if language in FLESCH else None,
        round(in_sentence + 100 * long, 3) if language in LIX else None,
    )  # fmt: skip


def syllables(word: str) -> int:
    """Syllables of an English word, by rule: groups of vowels, without a silent e at the end.

    >>> [syllables(each) for each in ("radiation", "medicine", "table", "used", "wanted", "being", "the")]
    [4, 3, 2, 1, 2, 2, 1]
    """
    text = word.lower().replace("’", "'").removesuffix("'s")
    many = len(_VOWELS.findall(text))
    silent, apart = len(_SILENT.findall(text)), len(_APART.findall(text))
    return max(many - silent + apart, 1)
