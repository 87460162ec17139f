"""Questions for tests: of every kind, and (hypothesis) any that can be asked."""

from __future__ import annotations

from hypothesis import strategies as st

from hevesy.learn.question import FALSE, TRUE, Answer, Kind, Question, one_line, plain, tidy

SINGLE = Question(
    "Half-life", Kind.SINGLE, "What is the half-life of Lu-177?",
    (Answer("6.6 days", 100, "Yes."), Answer("8 days", 0, "That is I-131."), Answer("64 hours", -50)),
    "It is in ICRP 107.",
)  # fmt: skip
SEVERAL = Question("Waste", Kind.SEVERAL, "What is radioactive?", (
    Answer("urine", 50), Answer("the syringe", 50), Answer("the consent form", -50, "No.")), marks=2)  # fmt: skip
TRUE_FALSE = Question("Rate", Kind.TRUE_FALSE, "The rate falls.", (Answer(TRUE, 100, "Yes."), Answer(FALSE)))
NUMERICAL = Question("Decay", Kind.NUMERICAL, "How much is left?", (
    Answer("3.7", 100, "Right.", 0.05), Answer("3.7", 50, "Nearly.", 0.2)), unit="GBq", marks=3)  # fmt: skip
SHORT = Question("Word", Kind.SHORT, "What falls?", (Answer("activity", 100), Answer("activit*", 50)), by_case=True)
MATCHING = Question("Pairs", Kind.MATCHING, "Which emits what?", (
    Answer("Lu-177", partner="beta"), Answer("Ra-223", partner="alpha"), Answer("Y-90", partner="beta")))  # fmt: skip
EVERY = (SINGLE, SEVERAL, TRUE_FALSE, NUMERICAL, SHORT, MATCHING)

SHARES = st.floats(-100, 99.9).map(lambda each: round(each, 5)).map(lambda each: each + 0.0)
TEXTS = st.one_of(st.text(max_size=30), st.text("\\~=#{}:%[]<>&\"'/-> \nan*$T", max_size=20)).map(tidy)
SAID = TEXTS.filter(bool)
NUMBERS = st.one_of(st.integers(-(10**6), 10**6), st.floats(-1e12, 1e12)).map(lambda each: plain(float(each)))
NUMBERS = NUMBERS.filter(lambda each: each != "-0")


@st.composite
def questions(draw: st.DrawFn, stars: bool = True, arrows: bool = True) -> Question:
    """Any question that can be asked; without stars in short answers, or without arrows."""
    kind = draw(st.sampled_from(list(Kind)))

    def allowed(text: str) -> bool:
        return (stars or "*" not in text) and (arrows or "->" not in text)

    said, texts = SAID.filter(allowed), TEXTS.filter(allowed)
    names = said.filter(lambda each: "\n" not in each)
    answers = draw(_answers(kind, said, texts))
    unit = draw(texts.map(lambda each: each.replace("\n", " ").replace(";", ""))) if kind is Kind.NUMERICAL else ""
    marks = draw(st.sampled_from((1.0, 2.0, 0.5, 10.0)))
    by_case = kind is Kind.SHORT and draw(st.booleans())
    return Question(draw(names), kind, draw(said), tuple(answers), draw(texts), marks, tidy(unit), by_case)


@st.composite
def _answers(draw: st.DrawFn, kind: Kind, said: st.SearchStrategy[str], texts: st.SearchStrategy[str]) -> list[Answer]:
    if kind is Kind.TRUE_FALSE:
        right = draw(st.booleans())
        return [Answer(TRUE, 100.0 if right else 0.0, draw(texts)), Answer(FALSE, 0.0 if right else 100.0, draw(texts))]
    least = 1 if kind in (Kind.NUMERICAL, Kind.SHORT) else 2
    texts_of = {Kind.NUMERICAL: NUMBERS, Kind.SHORT: said.map(one_line)}
    words = draw(st.lists(texts_of.get(kind, said), min_size=least, max_size=5, unique=True))
    if kind is Kind.MATCHING:
        return [Answer(each, partner=draw(said)) for each in words]
    if kind is Kind.SEVERAL:
        right = draw(st.integers(1, len(words)))
        shares = [round(100 / right, 5) if place < right else draw(SHARES.map(lambda each: min(each, 0.0) + 0.0))
                  for place in range(len(words))]  # fmt: skip
    else:
        shares = [100.0 if place == 0 else draw(SHARES) for place in range(len(words))]
    slack = st.floats(0, 1e6) if kind is Kind.NUMERICAL else st.just(0.0)
    return [Answer(text, share, draw(texts), draw(slack)) for text, share in zip(words, shares, strict=True)]
