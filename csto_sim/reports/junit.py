"""JUnit XML, as test servers read it: a suite for each file, a case for each expectation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from xml.etree import ElementTree

from csto_sim.errors import Complaint, one_line
from csto_sim.record import Record
from csto_sim.reports.escaped import safe


class Result(NamedTuple):
    """What became of one file: its record, or the complaints for which it could not be read.

    With `strict` each refusal of the record counts as a failure; `told` are the sentences on its
    refusals, in their order.
    """

    file: str
    record: Record | None
    complaints: tuple[Complaint, ...] = ()
    strict: bool = False
    told: tuple[str, ...] = ()


def junit(results: Iterable[Result]) -> str:
    """Return the XML document for the results of some files, in their order.

    An expectation that failed is a `failure`, one that does not apply is `skipped`, a file that
    cannot be read is an `error`; a file without expectations has one case, that it ran.
    """
    suites = ElementTree.Element("testsuites", name="csto-sim")
    for result in results:
        suites.append(_suite(result))
    for what in ("tests", "failures", "errors", "skipped"):
        suites.set(what, str(sum(int(suite.get(what, "0")) for suite in suites)))
    ElementTree.indent(suites)
    body = ElementTree.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _suite(result: Result) -> ElementTree.Element:
    suite = ElementTree.Element("testsuite", name=_clean(result.file))
    record = result.record
    if record is None:
        case = _case(suite, result.file, "the file can be read", 0)
        problem = ElementTree.SubElement(case, "error", message=f"{len(result.complaints)} faults")
        problem.text = _clean("\n".join(map(one_line, result.complaints)))
    else:
        _cases(suite, result, record)
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    return suite


def _cases(suite: ElementTree.Element, result: Result, record: Record) -> None:
    for item in record.expected:
        case = _case(suite, result.file, item.says, item.line)
        if item.status == "failed":
            found = _clean(f"found: {item.found}")
            problem = ElementTree.SubElement(case, "failure", message=found)
            problem.text = _clean(f"{result.file}:{item.line}:{item.column}: {item.says}")
        elif item.status != "held":
            ElementTree.SubElement(case, "skipped", message=_clean(item.status))
    if result.strict:
        for told in result.told:
            case = _case(suite, result.file, "no act is refused", 0)
            ElementTree.SubElement(case, "failure", message=_clean(told))
    if not len(suite):
        _case(suite, result.file, "the scenario runs", 0)


def _case(suite: ElementTree.Element, file: str, name: str, line: int) -> ElementTree.Element:
    case = ElementTree.SubElement(suite, "testcase", name=_clean(name), classname=_clean(file))
    case.set("file", _clean(file))
    if line:
        case.set("line", str(line))
    return case


def _clean(text: str) -> str:
    """Text without the characters that XML 1.0 cannot hold."""
    return "\n".join(map(safe, text.split("\n")))
