"""Syllables of a word by rule, in the languages that a measure of reading ease is made for.

Russian is exact: each vowel is a syllable, and a word without one (в, к, с) has none. Spanish follows the rules of
spelling: a strong vowel, or a weak one with an accent, is a syllable, a weak one beside it is none. English and French
are nearly right: groups of vowels, without those that are silent. The French ending -ent is taken as spoken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping


def syllables(word: str, language: str = "en") -> int:
    """Syllables of a word in a language of `RULES`.

    >>> [syllables(each) for each in ("radiation", "medicine", "table", "used", "wanted", "being", "the")]
    [4, 3, 2, 1, 2, 2, 1]
    >>> [syllables(each, "es") for each in ("radiación", "día", "ahora", "guía", "quiere", "muy")]
    [3, 2, 3, 2, 2, 1]
    >>> [syllables(each, "fr") for each in ("thyroïde", "radioactif", "rayon", "fatigué", "que", "créer")]
    [3, 4, 2, 3, 1, 2]
    >>> [syllables(each, "ru") for each in ("лечение", "в", "щитовидная")]
    [4, 0, 5]
    """
    return RULES[language](word.lower().replace("’", "'"))


# --- English ----------------------------------------------------------------------------------------------------

_SILENT = re.compile(r"[^aeiouylr]e$|[aeiouy][lr]e$|[^td]ed$|[^aeiouylscxzg]es$")
_APART = re.compile(r"iat|[aeiouy]ing|^io[dn]")  # vowels that stand together and are two syllables
_VOWELS = re.compile(r"[aeiouy]+")


def _english(word: str) -> int:
    text = word.removesuffix("'s")
    many = len(_VOWELS.findall(text))
    silent, apart = len(_SILENT.findall(text)), len(_APART.findall(text))
    return max(many - silent + apart, 1)


# --- French -----------------------------------------------------------------------------------------------------

_F = "aeiouyàâæéèêëîïôœùûü"
_F_VOWELS = re.compile(rf"[{_F}]+")
_F_SILENT = re.compile(rf"[^{_F}]es?$")  # table, règles
_F_MUTE_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eéèêiy])")
_F_GLIDE = re.compile(r"(?<=[aeou])y(?=[aeéèiou])")  # rayon is rai-ion
_F_APART = re.compile(r"é(?=[aâoôuiîéè]|e(?!s?$))|o(?=[aé])|[aeiou](?=[ïë])|a(?=o)")


def _french(word: str) -> int:
    text = _F_GLIDE.sub("i-", _F_MUTE_U.sub("", word))
    many = len(_F_VOWELS.findall(_F_APART.sub(lambda found: f"{found.group()}-", text)))
    return max(many - len(_F_SILENT.findall(text)), 1)


# --- Spanish ----------------------------------------------------------------------------------------------------

_S_VOWELS = re.compile(r"[aeiouáéíóúü]+")
_S_STRONG = re.compile(r"[aeoáéíóú]")
_S_MUTE_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eéií])")
_S_MUTE_H = re.compile(r"(?<=[aeiouáéíóú])h(?=[aeiouáéíóú])")


def _spanish(word: str) -> int:
    text = re.sub(r"y(?![aeiouáéíóú])", "i", _S_MUTE_H.sub("", _S_MUTE_U.sub("", word)))
    return max(sum(max(len(_S_STRONG.findall(group)), 1) for group in _S_VOWELS.findall(text)), 1)


# --- Russian ----------------------------------------------------------------------------------------------------

_R_VOWELS = re.compile(r"[аеёиоуыэюя]")


def _russian(word: str) -> int:
    return len(_R_VOWELS.findall(word))


RULES: Mapping[str, Callable[[str], int]] = {"en": _english, "fr": _french, "es": _spanish, "ru": _russian}
