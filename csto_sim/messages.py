"""Every message that has a code: what it means, why it is a fault, and what to do about it.

A code never changes its meaning and is never given to another fault. 1xx: the file and its YAML.
2xx: keys and values, checked against the table of the format. 3xx: what the file means. 4xx: the
log. 5xx: how the command was called. The pages of the documentation are printed from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Message(NamedTuple):
    """One message: its code, a title, why it is told, and what to do (whole sentences)."""

    code: str
    title: str
    why: str
    what_to_do: str


_FILE = (
    (
        101,
        "There is no such file",
        "The name does not lead to a file.",
        "Look at the spelling and at the folder you are in. If a file of a similar name stands "
        "there, the message names it.",
    ),
    (
        102,
        "The file is empty",
        "It holds nothing, or nothing but comments.",
        "Write a scenario into it; `csto-sim new NAME` writes one to start from.",
    ),
    (
        103,
        "The file is not text in UTF-8",
        "It is a binary file, is stored in another encoding, or holds a control sign. Such signs "
        "can hide what a file says or change what a terminal shows.",
        "Save it as plain text in UTF-8. Delete the sign at the place told.",
    ),
    (
        104,
        "The file is too large",
        "Files of more than 4 MB are not read; that is room for about 40,000 acts.",
        "Split it into several scenarios.",
    ),
    (
        105,
        "The YAML cannot be read",
        "A colon, a quote, a bracket or the indentation is not where YAML needs it. Reading stops "
        "at the first such place, so faults behind it are told only once it is mended.",
        "Mend the place told. A text that holds ': ' or ' #', or that begins with one of "
        "@ ` % & * ! | > [ ] { } , needs quotes.",
    ),
    (
        106,
        "A tab indents a line",
        "YAML takes no tabs for indentation, since their width is not known.",
        "Let the editor put two spaces for each tab.",
    ),
    (
        107,
        "Values are nested too deeply",
        "More than 64 levels stand within each other. A scenario needs about six.",
        "Look for stray brackets, or for a line that is indented by mistake.",
    ),
    (
        108,
        "A key is written twice",
        "Within one group of keys each may stand once; many readers of YAML drop one of the two "
        "without a word.",
        "Keep one of them. Both lines are told.",
    ),
    (
        109,
        "An alias stands for too much",
        "The aliases (*name) of the file stand for more than 100,000 values, or one stands inside "
        "the value that it stands for.",
        "Write the values out where they are needed.",
    ),
    (
        110,
        "A word that other readers of YAML change",
        "Older readers take yes, no, on and off for true and false, and 12:30 for the number 750. "
        "Here each is the word that is written, and at this place no word can stand.",
        "Write true or false, or the number.",
    ),
    (
        111,
        "The file does not hold keys and values",
        "At its top stands a list or a single text.",
        "Begin with `format: 1` and write the other keys below it, at the same indentation.",
    ),
    (
        112,
        "A key is not a word",
        "Before a colon stands a list, a group of keys, an alias or nothing.",
        "Write a word as key.",
    ),
    (
        113,
        "A tag is written",
        "Tags such as !!python/object or !name ask a reader to build something. A scenario is "
        "plain data, and no tag is read.",
        "Delete the tag. Put a text that begins with an exclamation mark in quotes.",
    ),
    (
        114,
        "There is a second document in the file",
        "A line of three hyphens begins another document; one file is one scenario.",
        "Put it into a file of its own, or delete the line.",
    ),
    (
        115,
        "A merge key is written",
        "The key << is not part of YAML 1.2, and readers differ on what it brings.",
        "Write the keys out.",
    ),
    (
        116,
        "An alias stands for nothing",
        "No value above it is marked with & and that name.",
        "Mend the name, or put a text that begins with an asterisk in quotes.",
    ),
    (
        117,
        "The file says that it is not YAML 1.2",
        "A %YAML line names another version, by whose rules some words would mean something else.",
        "Delete the line.",
    ),
    (
        118,
        "The file holds too many values",
        "More than 400,000 keys and values are not read.",
        "Split it into several scenarios.",
    ),
    (
        119,
        "The file has very many faults",
        "After the first 200 no more are told.",
        "Mend those first; often one slip has caused many of them.",
    ),
    (
        120,
        "The file cannot be opened",
        "It is a folder, a device, or may not be read by you.",
        "Name an ordinary file that you may read.",
    ),
)

_SHAPE = (
    (
        201,
        "A key is not known",
        "Only the keys of the format may stand here. A key that nothing reads would drop a fact "
        "without a word.",
        "Write the key that was meant; the nearest is told, and all that may stand there.",
    ),
    (
        202,
        "A key is missing",
        "Without it the entry says too little.",
        "Add the key.",
    ),
    (
        203,
        "A value is of another kind",
        "A list stands where a word belongs, a number where a text belongs, or the like. A key "
        "with nothing behind it counts as nothing, not as an empty list.",
        "Write what is expected. A number that is meant as text needs quotes.",
    ),
    (
        204,
        "A word is not one of those that may stand here",
        "The place takes one of a few words.",
        "Write one of them; the nearest is told.",
    ),
    (
        205,
        "A day is not right",
        "A day is written year, month, day, as in 2009-06-14, and must exist. Years run from 1900 "
        "to 2199.",
        "Write it so. The message gives the right form where it is clear.",
    ),
    (
        206,
        "An instant is not right",
        "An instant is a day and a time with its offset from UTC, as in 2009-06-14T10:00+04:00. "
        "Without an offset its place in time is open, and with it a period of hours. 24:00 is "
        "written as 00:00 of the next day.",
        "Write it so, with the offset that the place had on that day, or Z for UTC.",
    ),
    (
        207,
        "A number is too small or too large",
        "It lies outside the limits of the place.",
        "Write a number within them.",
    ),
    (
        208,
        "A list is too short or too long",
        "The place needs a certain number of entries.",
        "Add or remove entries.",
    ),
    (
        209,
        "A text is empty or too long",
        "The place needs some text, or has room for less.",
        "Write the text, or shorten it.",
    ),
    (
        210,
        "An entry stands twice in a list",
        "Each entry of this list counts once.",
        "Keep one of the two.",
    ),
    (
        211,
        "A text is not in the form of the place",
        "The place takes a text of a certain form, such as +2d.",
        "Write it in the form that is expected.",
    ),
    (
        212,
        "A value is none of several that may stand here",
        "The place takes more than one kind of value, and this is none of them.",
        "Write one of those that are expected.",
    ),
)

_MEANING = (
    (
        301,
        "No state has this code",
        "States are named by their three-letter codes of ISO 3166 (ARM, BLR, KAZ, KGZ, RUS, TJK, "
        "UZB, AZE, GEO and others).",
        "Write the code; NO is a word here and not false, and Norway is NOR.",
    ),
    (
        302,
        "There is no such body",
        "Bodies are CSC, CMFA, CMD, CSSC and PC, and those that the organisation's data names.",
        "Write one of them.",
    ),
    (
        303,
        "There is no such act",
        "The procedure of this case knows no act of that name.",
        "`csto-sim procedures show NAME` lists the acts of a procedure.",
    ),
    (
        304,
        "There is no such procedure",
        "No table of that name is installed.",
        "`csto-sim procedures list` shows them.",
    ),
    (
        305,
        "There is no such reading",
        "A reading answers a question that the sources leave open, and is named by its id.",
        "`csto-sim law readings` shows them.",
    ),
    (
        306,
        "A reading has no such option",
        "Each reading has a few options.",
        "`csto-sim law readings ID` shows those of one reading.",
    ),
    (
        307,
        "There is no such provision",
        "Provisions are named by instrument and article, as in charter.12.consensus.",
        "`csto-sim law search WORDS` finds them.",
    ),
    (
        308,
        "A matter or meeting is not in this file",
        "The name stands neither under `matters:` nor under `meetings:`.",
        "Add it there, or mend the name.",
    ),
    (
        309,
        "Acts are out of order in time",
        "Acts stand in the order in which they happened; the clock of a scenario only goes "
        "forward.",
        "Move the act, or mend its date.",
    ),
    (
        310,
        "A time lies outside the scenario",
        "The scenario runs from its `from:` to its `until:`.",
        "Mend the date, or widen the span.",
    ),
    (
        311,
        "A span ends before it begins",
        "The second of two days comes before the first.",
        "Exchange or mend the days.",
    ),
    (
        312,
        "An act lacks something, or has too much",
        "Each act of a procedure says what it needs and what it can take.",
        "`csto-sim procedures show NAME` says what belongs to an act.",
    ),
    (
        313,
        "A procedure has no such state",
        "What is expected of a matter must be one of the states of its procedure.",
        "`csto-sim procedures show NAME` lists the states.",
    ),
    (
        314,
        "The scenario that this one builds on cannot be used",
        "`based_on` names a file that is missing, cannot be read, or leads back to this one.",
        "Mend the name, or the other file.",
    ),
    (
        315,
        "A relative time has nothing to count from",
        "A time such as +2d counts from the act before it.",
        "Write a date for the first act.",
    ),
    (
        316,
        "A name is used twice",
        "Matters and meetings share their names, so that an act can say which it is about.",
        "Rename one of them.",
    ),
    (
        317,
        "An expectation cannot be checked",
        "It is about something that the scenario does not hold, or contradicts itself.",
        "Mend or delete it.",
    ),
    (
        318,
        "The format is not known",
        "This version reads `format: 1`.",
        "Write `format: 1`, or use a newer version.",
    ),
    (
        319,
        "There is no such instrument",
        "No scenario looked at has an instrument, or a matter that is one, of this id.",
        "The message lists those that there are; `csto-sim bound ID --on DATE --file FILE` reads a "
        "scenario of yours.",
    ),
    (
        319,
        "There is no such page",
        "`page:` names a page that the law data was read from, by its key there, as in P72.",
        "Write a key that exists. A source that has none is written as `url:`, as `note:` or as a "
        "text.",
    ),
)

_LOG = (
    (
        401,
        "The log cannot be written",
        "The file or its folder may not be written, or the disk is full. Nothing was stored: a "
        "run is stored whole or not at all.",
        "Name another place with --db, or run without a log (--no-log).",
    ),
    (
        402,
        "The log is not a database",
        "The file that --db names is something else; it was left untouched.",
        "Name another file, or delete this one.",
    ),
    (
        403,
        "The log is of another version",
        "It was written by a version whose tables differ from those of this one.",
        "Use the version that wrote it, or begin a new log.",
    ),
    (
        404,
        "There is no such run in the log",
        "Runs are named by their number.",
        "`csto-sim log list` shows them.",
    ),
    (
        405,
        "The log is in use",
        "Another program holds it and did not let go in time.",
        "Wait for it to end and try again.",
    ),
    (
        406,
        "The log cannot be reached",
        "The address that --db or CSTO_SIM_DB names leads to no database, or its driver is not "
        "installed.",
        "Mend the address or install the driver.",
    ),
)

_USAGE = (
    (
        501,
        "The folder holds no scenario",
        "No file in it or below it ends in .yaml or .yml.",
        "Name a folder of scenarios, or a file.",
    ),
    (
        502,
        "A change on the command line is not right",
        "`--set` takes MEMBER=WORD, or NAME.MEMBER=WORD for one meeting or matter, as in --set "
        "BLR=absent. MEMBER is a state's three-letter code; WORD is absent, present, silent or a "
        "position such as consent.",
        "Write it so; the message says which words and names there are.",
    ),
    (
        503,
        "A reading on the command line is not right",
        "`--reading` takes ID=OPTION, as in --reading amb.absence-cure=A.",
        "`csto-sim law readings` shows the ids and options.",
    ),
    (
        504,
        "The file exists already",
        "A new scenario is never written over an old one.",
        "Choose another name.",
    ),
    (
        505,
        "There is no such step",
        "The run has fewer steps.",
        "Ask for a step that it has, or leave the number out for all.",
    ),
    (
        506,
        "An output file cannot be written",
        "A file that the command was to write or change lies in no folder, may not be written by "
        "you, is a folder itself, or the disk is full.",
        "Name a file in a folder of yours, or make room.",
    ),
)

MESSAGES: Mapping[str, Message] = {
    f"CSTO-{number}": Message(f"CSTO-{number}", title, why, what_to_do)
    for number, title, why, what_to_do in (*_FILE, *_SHAPE, *_MEANING, *_LOG, *_USAGE)
}
"""The messages by their codes, in order."""
