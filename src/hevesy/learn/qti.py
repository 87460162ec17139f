"""Questions as an IMS QTI 2.1 package: a zip with a manifest and one item for each question.

Reference: IMS Question and Test Interoperability, information model and binding, versions 2.1 and 2.2
(https://www.imsglobal.org/question/). Read are items with one choice, text entry or match interaction, of either
version; what else an item asks is refused with its file and line.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from hevesy.errors import BadQuestions, CannotSay
from hevesy.learn.markup import ENDS, SHOWS, checked, line_of, local, quoted, read_xml
from hevesy.learn.question import ANY, FALSE, TRUE, Answer, Kind, Question, number, one_line, plain, tidy
from hevesy.tables.archive import chunks, open_archive
from hevesy.tables.limits import OF_AN_UPLOAD

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
INTERACTIONS = ("choiceInteraction", "textEntryInteraction", "matchInteraction")
GENERAL = "GENERAL"
PACKED = (b"PK\x03\x04", b"PK\x05\x06")  # how a zip file begins


def read_qti(data: bytes, file: str) -> tuple[Question, ...]:
    """The questions of a package, or of one item. Raises BadQuestions, with file and line, at the first thing wrong."""
    if not data.startswith(PACKED):
        return (_question(read_xml(data, file), file),)
    found = []
    with open_archive(data, Path(file), OF_AN_UPLOAD) as packed:
        for part in sorted(packed.namelist()):
            if part.lower().endswith(".xml"):
                name = f"{file}/{part}"
                root = read_xml(b"".join(chunks(packed, part, Path(file))), name)
                if local(root) == "assessmentItem":
                    found.append(_question(root, name))
    if not found:
        raise BadQuestions(file=file, line=1, problem="the package holds no item with a question",
                           advice="export the questions as an IMS QTI 2.1 package")  # fmt: skip
    return tuple(found)


def _all(root: Element, name: str) -> list[Element]:
    return [each for each in root.iter() if local(each) == name]


def _one(root: Element, name: str) -> Element | None:
    return next(iter(_all(root, name)), None)


def _question(root: Element, file: str) -> Question:
    if local(root) != "assessmentItem":
        raise BadQuestions(file=file, line=line_of(root), problem=f"it begins with <{local(root)}>, not with an item",
                           advice="give an IMS QTI 2.1 item or package")  # fmt: skip
    asks = [each for each in root.iter() if local(each).endswith("Interaction")]
    if len(asks) != 1 or local(asks[0]) not in INTERACTIONS:
        said = ", ".join(local(each) for each in asks) or "nothing"
        raise BadQuestions(file=file, line=line_of(asks[0] if asks else root), problem=f"the item asks by {said}",
                           advice=f"keep exactly one of {', '.join(INTERACTIONS)} in an item")  # fmt: skip
    item = _Item(root, asks[0], file)
    kind = item.kind()
    text = item.text()
    unit = item.unit() if kind is Kind.NUMERICAL else ""
    found = Question(
        one_line(root.get("title", "")) or one_line(text[:60]), kind, text, tuple(item.answers(kind)),
        item.said.get(GENERAL, ""), item.marks(), unit, kind is Kind.SHORT and item.by_case(),
    )  # fmt: skip
    return checked(found, file, line_of(root))


class _Item:
    """An item while it is read."""

    def __init__(self, root: Element, asks: Element, file: str) -> None:
        self.root, self.asks, self.file = root, asks, file
        response = asks.get("responseIdentifier", "RESPONSE")
        declared = [each for each in _all(root, "responseDeclaration") if each.get("identifier") == response]
        if not declared:
            raise self._wrong(asks, f"nothing declares what {response} may be", "add its responseDeclaration")
        self.declared = declared[0]
        self.correct = [_words(each) for each in _all(self.declared, "value")]
        self.said = {each.get("identifier", ""): _plain(each) for each in _all(root, "modalFeedback")}

    def _wrong(self, at: Element, problem: str, advice: str) -> BadQuestions:
        return BadQuestions(file=self.file, line=line_of(at), problem=problem, advice=advice)

    def kind(self) -> Kind:
        if local(self.asks) == "matchInteraction":
            return Kind.MATCHING
        if local(self.asks) == "textEntryInteraction":
            return Kind.NUMERICAL if self.declared.get("baseType") in ("float", "integer") else Kind.SHORT
        if {each.get("identifier") for each in _all(self.asks, "simpleChoice")} == {TRUE, FALSE}:
            return Kind.TRUE_FALSE
        return Kind.SEVERAL if self.declared.get("cardinality") == "multiple" else Kind.SINGLE

    def text(self) -> str:
        body = _one(self.root, "itemBody")
        for each in [] if body is None else body.iter():
            if local(each) in (*SHOWS, "object"):
                raise self._wrong(each, f"the item shows <{local(each)}>, and only text is taken over",
                                  "say it in words, or take the item out")  # fmt: skip
        return "" if body is None else _plain(body, (*INTERACTIONS, "hevesy-unit"), ("prompt",))

    def unit(self) -> str:
        return next((_words(each) for each in self.root.iter() if each.get("class") == "unit"), "")

    def marks(self) -> float:
        scores = [each for each in _all(self.root, "outcomeDeclaration") if each.get("identifier") == "SCORE"]
        return (number(scores[0].get("normalMaximum", "1")) or 1.0) if scores else 1.0

    def by_case(self) -> bool:
        return any(each.get("caseSensitive") == TRUE for each in (*_all(self.root, "stringMatch"),
                                                                  *_all(self.declared, "mapEntry")))  # fmt: skip

    def _mapped(self) -> dict[str, float]:
        """The marks of each answer, as percent of all."""
        whole = self.marks()
        rows = _all(self.declared, "mapEntry")
        found = {each.get("mapKey", ""): number(each.get("mappedValue", "")) or 0.0 for each in rows}
        return {key: round(100 * value / whole, 5) for key, value in found.items()}

    def answers(self, kind: Kind) -> Iterator[Answer]:
        if kind is Kind.MATCHING:
            yield from self._pairs()
        elif kind in (Kind.NUMERICAL, Kind.SHORT):
            yield from self._texts(kind)
        else:
            yield from self._choices(kind)

    def _choices(self, kind: Kind) -> Iterator[Answer]:
        mapped, right = self._mapped(), self.correct
        for each in _all(self.asks, "simpleChoice"):
            key = each.get("identifier", "")
            share = round(100 / len(right), 5) if right and kind is Kind.SEVERAL else 100.0
            percent = mapped.get(key, 0.0) if mapped else share if key in right else 0.0
            text = key if kind is Kind.TRUE_FALSE else _plain(each, ("feedbackInline",))
            inline = _one(each, "feedbackInline")
            yield Answer(text, percent, self.said.get(key, "") or ("" if inline is None else _plain(inline)))

    def _texts(self, kind: Kind) -> Iterator[Answer]:
        """By the branches of the item's scoring, as we write it; else by its mapping or its correct response."""
        branches = [each for each in self.root.iter() if local(each) in ("responseIf", "responseElseIf")]
        found = [answer for each in branches if (answer := self._branch(each, kind)) is not None]
        if not found:
            shares = self._mapped() or dict.fromkeys(self.correct, 100.0)
            found = [Answer(self._value(text, kind, self.declared), share) for text, share in shares.items()]
        yield from found

    def _branch(self, branch: Element, kind: Kind) -> Answer | None:
        tests = [each for each in branch if local(each) in ("equal", "stringMatch")]
        outcome = {each.get("identifier", ""): _words(each) for each in branch if local(each) == "setOutcomeValue"}
        if len(tests) != 1 or "SCORE" not in outcome:
            return None
        based = _one(tests[0], "baseValue")
        text = self.correct[0] if based is None and self.correct else "" if based is None else _words(based)
        tolerance = (tests[0].get("tolerance") or "0").split()[0]
        share = 100 * (number(outcome["SCORE"]) or 0.0) / self.marks()
        said = self.said.get(outcome.get("FEEDBACK", ""), "")
        return Answer(self._value(text, kind, branch), round(share, 5), said, number(tolerance) or 0.0)

    def _value(self, text: str, kind: Kind, at: Element) -> str:
        if kind is Kind.SHORT:
            return text
        found = number(text)
        if found is None:
            raise self._wrong(at, f"{text!r} is not a number", "write digits")
        return plain(found)

    def _pairs(self) -> Iterator[Answer]:
        choices = _all(self.asks, "simpleAssociableChoice")
        called = {each.get("identifier", ""): _plain(each) for each in choices}
        for each in self.correct:
            left, _blank, right = each.partition(" ")
            if left not in called or right not in called:
                raise self._wrong(self.declared, f"the pair {each!r} names a choice that is not there", "mend it")
            yield Answer(called[left], partner=called[right])


def _words(element: Element) -> str:
    return one_line("".join(element.itertext()))


def _plain(element: Element, without: Sequence[str] = (), with_: Sequence[str] = ()) -> str:
    """The text of an element: blanks as one, lines where its parts end."""
    parts: list[str] = []

    def walk(each: Element) -> None:
        parts.append(_flat(each.text))
        for child in each:
            left_out = local(child) in without or child.get("class") == "unit"
            for kept in [child] if not left_out else [one for name in with_ for one in _all(child, name)]:
                block = local(kept) in (*ENDS, "prompt")
                parts.extend(["\n"] if block and local(kept) != "br" else [])
                walk(kept)
                parts.extend(["\n"] if block else [])
            parts.append(_flat(child.tail))

    walk(element)
    lines = [line.strip() for line in "".join(parts).replace("\n\n", "\n").split("\n")]
    return tidy("\n".join(lines))


def _flat(text: str | None) -> str:
    return " ".join((text or "").replace("\n", " ").split(" "))


# --- writing ------------------------------------------------------------------------------------------------------


def write_qti(questions: Sequence[Question]) -> bytes:
    """A package of items; raises CannotSay for a short answer in which a star stands for any letters."""
    out = io.BytesIO()
    names = [f"items/q{place:04d}.xml" for place in range(1, len(questions) + 1)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        _put(packed, "imsmanifest.xml", _manifest(names))
        for place, (name, each) in enumerate(zip(names, questions, strict=True), start=1):
            _put(packed, name, "\n".join(_item(each, f"q{place:04d}")))
    return out.getvalue()


def _put(packed: zipfile.ZipFile, name: str, text: str) -> None:
    """Always with the same time, so that the same questions are the same file."""
    packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n',
                    zipfile.ZIP_DEFLATED)  # fmt: skip


def _manifest(names: Sequence[str]) -> str:
    rows = "".join(
        f'<resource identifier="r{place:04d}" type="imsqti_item_xmlv2p1" href="{name}"><file href="{name}"/></resource>'
        for place, name in enumerate(names, start=1)
    )
    about = "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>"
    return (f'<manifest xmlns="{PACKAGE}" identifier="hevesy">{about}<organizations/><resources>{rows}</resources>'
            "</manifest>")  # fmt: skip


def _item(question: Question, name: str) -> Iterator[str]:
    if question.kind in (Kind.SHORT, Kind.NUMERICAL) and any(ANY in each.text for each in question.answers):
        raise CannotSay(name=question.name, format="QTI", problem="in an answer a star stands for any letters",
                        advice="write each answer out, or use Moodle XML")  # fmt: skip
    keys = _keys(question)
    yield (f'<assessmentItem xmlns="{NAMESPACE}" identifier="{name}" title={quoteattr(question.name)} '
           f'adaptive="false" timeDependent="false">')  # fmt: skip
    yield from _declared(question, keys)
    yield (f'<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" '
           f'normalMaximum="{plain(question.marks)}"><defaultValue><value>0</value></defaultValue>'
           "</outcomeDeclaration>")  # fmt: skip
    many = "multiple" if question.kind is Kind.SEVERAL else "single"
    yield f'<outcomeDeclaration identifier="FEEDBACK" cardinality="{many}" baseType="identifier"/>'
    yield (f'<outcomeDeclaration identifier="{GENERAL}" cardinality="single" baseType="identifier"><defaultValue>'
           f"<value>{GENERAL}</value></defaultValue></outcomeDeclaration>")  # fmt: skip
    yield f"<itemBody>{_body(question, keys)}</itemBody>"
    yield f"<responseProcessing>{_scoring(question, keys)}</responseProcessing>"
    if question.kind is not Kind.MATCHING:
        yield from (_feedback("FEEDBACK", key, each.feedback) for key, each in keys.items() if each.feedback)
    if question.feedback:
        yield _feedback(GENERAL, GENERAL, question.feedback)
    yield "</assessmentItem>"


def _keys(question: Question) -> Mapping[str, Answer]:
    if question.kind is Kind.TRUE_FALSE:
        return {each.text: each for each in question.answers}
    return {f"A{place}": each for place, each in enumerate(question.answers, start=1)}


def _declared(question: Question, keys: Mapping[str, Answer]) -> Iterator[str]:
    matching, several = question.kind is Kind.MATCHING, question.kind is Kind.SEVERAL
    type = {Kind.MATCHING: "directedPair", Kind.NUMERICAL: "float", Kind.SHORT: "string"}.get(
        question.kind, "identifier")  # fmt: skip
    many = "multiple" if matching or several else "single"
    yield f'<responseDeclaration identifier="RESPONSE" cardinality="{many}" baseType="{type}"><correctResponse>'
    if matching:
        yield from (f"<value>{key} {_partner(question, key, each)}</value>" for key, each in keys.items())
    elif type == "identifier":
        right = [key for key, each in keys.items() if (each.percent > 0 if several else each.percent == 100)]
        yield from (f"<value>{key}</value>" for key in (right if several else right[:1]))
    else:
        yield f"<value>{quoted(next(each.text for each in question.answers if each.percent == 100))}</value>"
    yield "</correctResponse>"
    if type == "identifier":
        whole = plain(question.marks)
        yield f'<mapping lowerBound="0" upperBound="{whole}" defaultValue="0">'
        yield from (f'<mapEntry mapKey="{key}" mappedValue="{_marks(question, each.percent)}"/>'
                    for key, each in keys.items())  # fmt: skip
        yield "</mapping>"
    elif matching:
        each_gives = _marks(question, 100 / len(keys))
        yield '<mapping defaultValue="0">'
        yield from (f'<mapEntry mapKey="{key} {_partner(question, key, each)}" mappedValue="{each_gives}"/>'
                    for key, each in keys.items())  # fmt: skip
        yield "</mapping>"
    yield "</responseDeclaration>"


def _marks(question: Question, percent: float) -> str:
    return plain(question.marks * percent / 100)


def _partners(question: Question) -> list[str]:
    return sorted({each.partner for each in question.answers})


def _partner(question: Question, key: str, each: Answer) -> str:
    return f"B{_partners(question).index(each.partner) + 1}"


def _body(question: Question, keys: Mapping[str, Answer]) -> str:
    said = f"<p>{_lined(question.text)}</p>"
    if question.kind in (Kind.NUMERICAL, Kind.SHORT):
        unit = f' <span class="unit">{quoted(question.unit)}</span>' if question.unit else ""
        return f'{said}<p><textEntryInteraction responseIdentifier="RESPONSE"/>{unit}</p>'
    if question.kind is Kind.MATCHING:
        left = "".join(f'<simpleAssociableChoice identifier="{key}" matchMax="1">{_lined(each.text)}'
                       "</simpleAssociableChoice>" for key, each in keys.items())  # fmt: skip
        right = "".join(f'<simpleAssociableChoice identifier="B{place}" matchMax="{len(keys)}">{_lined(text)}'
                        "</simpleAssociableChoice>" for place, text in enumerate(_partners(question), 1))  # fmt: skip
        sets = "".join(f"<simpleMatchSet>{each}</simpleMatchSet>" for each in (left, right))
        return (f'{said}<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="{len(keys)}">'
                f"{sets}</matchInteraction>")  # fmt: skip
    most = 0 if question.kind is Kind.SEVERAL else 1
    choices = "".join(f'<simpleChoice identifier="{key}">{_lined(each.text)}</simpleChoice>'
                      for key, each in keys.items())  # fmt: skip
    return (f'{said}<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}">{choices}'
            "</choiceInteraction>")  # fmt: skip


def _lined(text: str) -> str:
    return "<br/>".join(quoted(line) for line in text.split("\n"))


def _feedback(outcome: str, key: str, text: str) -> str:
    where = f'outcomeIdentifier="{outcome}" identifier="{key}"'
    return f'<modalFeedback {where} showHide="show">{_lined(text)}</modalFeedback>'


def _scoring(question: Question, keys: Mapping[str, Answer]) -> str:
    if question.kind not in (Kind.NUMERICAL, Kind.SHORT):
        score = '<setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>'
        told = '<setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/></setOutcomeValue>'
        return score + ("" if question.kind is Kind.MATCHING else told)
    branches = []
    for place, (key, each) in enumerate(keys.items()):
        name = "responseElseIf" if place else "responseIf"
        then = (f'<setOutcomeValue identifier="SCORE"><baseValue baseType="float">{_marks(question, each.percent)}'
                f'</baseValue></setOutcomeValue><setOutcomeValue identifier="FEEDBACK">'
                f'<baseValue baseType="identifier">{key}</baseValue></setOutcomeValue>')  # fmt: skip
        branches.append(f"<{name}>{_test(question, each)}{then}</{name}>")
    return f"<responseCondition>{''.join(branches)}</responseCondition>"


def _test(question: Question, each: Answer) -> str:
    given = '<variable identifier="RESPONSE"/>'
    if question.kind is Kind.NUMERICAL:
        both = f"{plain(each.tolerance)} {plain(each.tolerance)}"
        return (f'<equal toleranceMode="absolute" tolerance="{both}">{given}<baseValue baseType="float">{each.text}'
                "</baseValue></equal>")  # fmt: skip
    case = TRUE if question.by_case else FALSE
    return (f'<stringMatch caseSensitive="{case}">{given}<baseValue baseType="string">{quoted(each.text)}</baseValue>'
            "</stringMatch>")  # fmt: skip
