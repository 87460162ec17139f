"""Random numbers by name: the published answers of Philox, and that nothing but the question decides."""

import numpy as np
import pytest

from hevesy.capacity import chance

# The three lines "philox4x32 10" of Random123's own file tests/kat_vectors (D. E. Shaw Research): counter, key, answer.
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_the_generator_gives_the_published_answers(counter: str, key: str, answer: str) -> None:
    words = [np.uint64(int(word, 16)) for word in (*counter.split(), *key.split())]
    assert " ".join(f"{int(word):08x}" for word in chance.philox(*words)) == answer


def test_a_uniform_is_the_first_two_words_of_its_question() -> None:
    # the third published line: seed 299f31d0_a4093822, stream 3, unit 707344, week 243f6a88, draw 85a308d3, ...
    seed = chance.seed_bits(0x299F31D0A4093822)
    found = chance.uniform(seed, 0x03, 0x707344, 0x85A308D3, 0x13198A2E, 0x243F6A88)
    first_52_bits = 0xD16CFE0994FDC  # d16cfe09 94fdc|ceb
    assert found == (first_52_bits + 0.5) / 2**52


def test_each_part_of_the_question_names_another_number() -> None:
    question = [7, 1, 0, 0, 0, 0]
    found = {chance.uniform(*question)}
    for part in range(6):
        other = list(question)
        other[part] += 1
        found.add(chance.uniform(*other))
    assert len(found) == 7


def test_a_block_of_draws_has_the_numbers_of_the_single_questions() -> None:
    block = np.empty(5)
    chance.uniforms(11, chance.QUEUE, 2, 300, 4, 17, block)
    assert block.tolist() == [chance.uniform(11, chance.QUEUE, 2, 300 + n, 4, 17) for n in range(5)]


def test_the_numbers_fill_the_unit_interval_evenly() -> None:
    numbers = np.empty(100_000)
    chance.uniforms(1, 0, 0, 0, 0, 0, numbers)
    assert numbers.min() > 0 and numbers.max() < 1
    # mean 1/2 with standard error sqrt(1/12/n); 20 equal boxes, chi-square with 19 degrees: 99.9 % lie below 43.8
    assert abs(numbers.mean() - 0.5) < 4 * (1 / 12 / 100_000) ** 0.5
    boxes = np.bincount((numbers * 20).astype(int), minlength=20)
    assert ((boxes - 5000) ** 2 / 5000).sum() < 43.8


def test_any_whole_number_is_a_seed() -> None:
    assert chance.seed_bits(1) == 1
    assert chance.seed_bits(2**64 - 1) == -1
    assert chance.seed_bits(2**64 + 5) == 5
