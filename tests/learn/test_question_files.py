"""Files of questions: what is written and read again is the same; what others wrote; one sentence for what is wrong."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.learn.asked import EVERY, MATCHING, SHORT, questions

from hevesy.errors import BadQuestions, CannotSay, TooManyParts
from hevesy.learn.bank import WRITERS, read_questions, write_questions
from hevesy.learn.question import Answer, Kind, Question, mark

FORMATS = sorted(WRITERS)
SAYABLE = tuple(each for each in EVERY if each.kind is not Kind.SHORT)  # QTI has no star


@pytest.mark.law
@pytest.mark.parametrize("to", FORMATS)
@given(data=st.data())
def test_what_is_written_and_read_again_is_the_same(to: str, data: st.DataObject) -> None:
    question = data.draw(questions(stars=to != "qti", arrows=to != "gift"))
    assert read_questions(write_questions([question], to), "a file") == (question,)


@pytest.mark.law
@given(st.lists(questions(False, False), min_size=1, max_size=4, unique_by=lambda each: each.name))
def test_through_all_formats_and_back(asked: list[Question]) -> None:
    found = tuple(asked)
    for to in ("gift", "qti", "moodle", "gift"):
        found = read_questions(write_questions(found, to), "a file")
    assert found == tuple(asked)


def test_a_share_so_small_that_python_writes_it_with_an_exponent_is_written_in_digits() -> None:
    asked = Question("a", Kind.SHORT, "b", (Answer("c", 100.0), Answer("d", 6e-05)))
    assert "%0.00006%d" in write_questions([asked], "gift").decode()
    assert read_questions(write_questions([asked], "gift"), "a file") == (asked,)


@pytest.mark.parametrize("text", ["assessmentItem", "PK is a name", "<b> is bold"])
def test_what_a_question_says_does_not_make_its_file_another_format(text: str) -> None:
    asked = Question(text, Kind.SHORT, text, (Answer("c", 100.0),))
    for to in FORMATS:
        assert read_questions(write_questions([asked], to), "a file") == (asked,)


def test_the_same_questions_are_the_same_file() -> None:
    assert all(write_questions(SAYABLE, to) == write_questions(SAYABLE, to) for to in FORMATS)


# As the question bank of Moodle exports them: HTML in CDATA, empty elements, a category first
MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0  -->
  <question type="category"><category><text>$course$/top/Default for RT</text></category></question>
  <question type="multichoice">
    <name><text>Half-life</text></name>
    <questiontext format="html"><text><![CDATA[<p dir="ltr">What is the half-life<br>
of <sup>177</sup>Lu&nbsp;?</p>]]></text></questiontext>
    <generalfeedback format="html"><text></text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber></idnumber>
    <single>true</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>
    <correctfeedback format="html"><text>Your answer is correct.</text></correctfeedback>
    <answer fraction="100" format="html"><text><![CDATA[<p>6.6 days &amp; a bit</p>]]></text>
      <feedback format="html"><text></text></feedback></answer>
    <answer fraction="0" format="html"><text><![CDATA[<p>8 days</p>]]></text>
      <feedback format="html"><text><![CDATA[<p>That is <b>I-131</b>.</p>]]></text></feedback></answer>
  </question>
  <question type="truefalse">
    <name><text>TF</text></name><questiontext format="html"><text>The rate rises.</text></questiontext>
    <defaultgrade>1</defaultgrade>
    <answer fraction="0" format="moodle_auto_format"><text>true</text>
      <feedback format="html"><text>No</text></feedback></answer>
    <answer fraction="100" format="moodle_auto_format"><text>false</text>
      <feedback format="html"><text/></feedback></answer>
  </question>
  <question type="shortanswer">
    <name><text>SA</text></name><questiontext format="html"><text>What falls?</text></questiontext>
    <defaultgrade>2</defaultgrade><usecase>0</usecase>
    <answer fraction="100" format="moodle_auto_format"><text>activity</text>
      <feedback format="html"><text/></feedback></answer>
  </question>
  <question type="numerical">
    <name><text>NUM</text></name><questiontext format="html"><text>How much?</text></questiontext>
    <answer fraction="100" format="moodle_auto_format"><text>3.70</text><feedback format="html"><text/></feedback>
      <tolerance>0.05</tolerance></answer>
    <units><unit><multiplier>1</multiplier><unit_name>GBq</unit_name></unit></units>
    <unitgradingtype>0</unitgradingtype><unitpenalty>0.1</unitpenalty><showunits>3</showunits><unitsleft>0</unitsleft>
  </question>
  <question type="matching">
    <name><text>M</text></name><questiontext format="html"><text>Which emits what?</text></questiontext>
    <shuffleanswers>true</shuffleanswers>
    <subquestion format="html"><text><![CDATA[<p>Lu-177</p>]]></text><answer><text>beta</text></answer></subquestion>
    <subquestion format="html"><text><![CDATA[<p>Ra-223</p>]]></text><answer><text>alpha</text></answer></subquestion>
    <subquestion format="html"><text></text><answer><text>gamma</text></answer></subquestion>
  </question>
</quiz>
"""


def test_what_moodle_exports_is_read() -> None:
    single, true_false, short, numerical, matching = read_questions(MOODLE.encode(), "bank.xml")
    assert single.text == "What is the half-life\nof 177Lu ?"
    assert single.answers == (Answer("6.6 days & a bit", 100), Answer("8 days", 0, "That is I-131."))
    assert true_false.answers == (Answer("true", 0, "No"), Answer("false", 100))
    assert (short.marks, short.by_case, mark(short, ["Activity"]).share) == (2, False, 1)
    assert (numerical.answers, numerical.unit) == ((Answer("3.7", 100, "", 0.05),), "GBq")
    assert matching.answers == (Answer("Lu-177", partner="beta"), Answer("Ra-223", partner="alpha"))


GIFT = """// as in the format's own page
$CATEGORY: $course$/top/RT

// true or false
::Q1:: 1+1\\=2 {T#wrong#right}

::Q2:: What's between orange and green in the spectrum?
{ =yellow # right; good! ~red # wrong, it's yellow
  ~%-50%blue # wrong, it's yellow }

Two plus {=two =%50%2} equals four.

::Q4:: Which animal eats which food? { =cat -> cat food =dog -> dog food }

::Q5:: What is a number from 1 to 5? {#3:2#in between}

::Q6:: What is a number from 1 to 5? {#1..5}

::Q7:: When was Ulysses S. Grant born? {#
=1822:0 # Correct!
=%50%1822:2 # Within two years.
####A president.}

::Q8:: [html]<p>Which are <b>two</b>?</p>{~%50%[plain]a < b
~%50%c
~%-100%d}

This text describes what follows.
"""


def test_what_the_page_of_gift_shows_is_read() -> None:
    found = read_questions(GIFT.encode(), "bank.txt")
    assert [each.kind for each in found] == [
        Kind.TRUE_FALSE, Kind.SINGLE, Kind.SHORT, Kind.MATCHING, Kind.NUMERICAL, Kind.NUMERICAL, Kind.NUMERICAL,
        Kind.SEVERAL,
    ]  # fmt: skip
    first, spectrum, two, animals, _five, span, born, html = found
    assert (first.text, first.answers) == ("1+1=2", (Answer("true", 100, "right"), Answer("false", 0, "wrong")))
    assert [(each.text, each.percent) for each in spectrum.answers] == [("yellow", 100), ("red", 0), ("blue", -50)]
    assert (two.text, two.name) == ("Two plus _____ equals four.", "Two plus _____ equals four.")
    assert animals.answers == (Answer("cat", partner="cat food"), Answer("dog", partner="dog food"))
    assert span.answers == (Answer("3", 100, "", 2),)
    assert born.answers == (Answer("1822", 100, "Correct!"), Answer("1822", 50, "Within two years.", 2))
    assert born.feedback == "A president."
    assert (html.text, html.answers[0].text) == ("Which are two?", "a < b")


# An item as other programs write it: a template for its scoring, a prompt, version 2.2
FOREIGN = """<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="choice" title="Unattended" adaptive="false"
  timeDependent="false">
  <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
    <correctResponse><value>ChoiceA</value></correctResponse>
  </responseDeclaration>
  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
  <itemBody>
    <p>Look at the
       label.</p>
    <choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1">
      <prompt>What does it say?</prompt>
      <simpleChoice identifier="ChoiceA">Keep it shielded.</simpleChoice>
      <simpleChoice identifier="ChoiceB">Keep it warm.<feedbackInline outcomeIdentifier="FEEDBACK" identifier="ChoiceB"
        showHide="show">It is kept below 30 °C.</feedbackInline></simpleChoice>
    </choiceInteraction>
  </itemBody>
  <responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct"/>
</assessmentItem>
"""


def test_an_item_of_another_program_is_read() -> None:
    (found,) = read_questions(FOREIGN.encode(), "item.xml")
    assert (found.name, found.kind, found.text) == ("Unattended", Kind.SINGLE, "Look at the label.\nWhat does it say?")
    assert found.answers == (Answer("Keep it shielded.", 100), Answer("Keep it warm.", 0, "It is kept below 30 °C."))


def test_a_package_names_its_items() -> None:
    with zipfile.ZipFile(io.BytesIO(write_questions(SAYABLE, "qti"))) as packed:
        names = packed.namelist()
        assert names == ["imsmanifest.xml", *(f"items/q{place:04d}.xml" for place in range(1, 6))]
        assert all(f'href="{name}"' in packed.read(names[0]).decode() for name in names[1:])


BOMB = '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<quiz>&b;</quiz>'
OUTSIDE = '<?xml version="1.0"?>\n<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'


@pytest.mark.security
@pytest.mark.parametrize("data", [BOMB, OUTSIDE, OUTSIDE.replace("quiz", "assessmentItem")])
def test_a_file_that_defines_entities_is_refused(data: str) -> None:
    with pytest.raises(BadQuestions, match="it defines entities or a document type of its own"):
        read_questions(data.encode(), "bank.xml")


def changed(old: str, new: str) -> bytes:
    assert old in MOODLE
    return MOODLE.replace(old, new, 1).encode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<quiz>\n<question", "bank, line 2: this is not XML (unclosed token)"),
        (b"<table/>", "line 1: it begins with <table>, not with <quiz>"),
        (b"<quiz/>", "line 1: it holds no question"),
        (changed('"truefalse"', '"essay"'), "line 18: questions of type 'essay' are not read here; take it out, or"),
        (changed('fraction="100"', 'fraction="all"'), "line 13: fraction 'all' is not a number; write digits"),
        (changed('fraction="100"', 'fraction="50"'), "line 5: question 'Half-life' cannot be asked, for none of its"),
        (changed("<p>8 days</p>", '<p><img src="@@PLUGINFILE@@/x.png"></p>'), "line 15: a text holds <img>"),
        (changed("0.05", "about"), "tolerance 'about' is not a number"),
        (b"\nQ {=a", "line 2: the answers have no { or no }"),
        (b"Q {}", "line 1: an essay is asked for"),
        (b"a\n\nQ {#three}", "line 3: 'three' is not a number"),
        (b"Q {~a ~b}", "its right answers give 0 percent together, not 100"),
        (b"Q {one}", "'one' says no answer; begin each answer with = or ~"),
        (b"Q\xff {T}", "line 1: this is no text in UTF-8"),
        (b"nothing", "it holds no question"),
        (FOREIGN.replace("choiceInteraction", "drawingInteraction").encode(), "the item asks by drawingInteraction"),
        (FOREIGN.replace("<p>", '<p><img src="x.png" alt=""/>', 1).encode(), "line 9: the item shows <img>"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence_with_its_line(data: bytes, says: str) -> None:
    with pytest.raises(BadQuestions) as error:
        read_questions(data, "bank")
    assert says in str(error.value) and str(error.value).endswith("Nothing was taken over.")
    assert "\n" not in str(error.value)


def test_a_package_that_leads_out_of_its_folder_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("../item.xml", FOREIGN)
    with pytest.raises(TooManyParts):
        read_questions(out.getvalue(), "bank.zip")


def test_what_a_format_has_no_words_for_is_not_written() -> None:
    with pytest.raises(CannotSay, match=r"'Word' cannot be written as QTI: in an answer a star stands"):
        write_questions([SHORT], "qti")
    arrow = replace(MATCHING, answers=(Answer("a -> b", partner="c"), *MATCHING.answers))
    with pytest.raises(CannotSay, match=r"'Pairs' cannot be written as GIFT: 'a -> b' holds ->; write another arrow"):
        write_questions([arrow], "gift")


def test_questions_of_one_name_are_told_apart() -> None:
    found = read_questions(write_questions([EVERY[0], EVERY[0]], "moodle"), "bank")
    assert [each.name for each in found] == ["Half-life", "Half-life (2)"]
