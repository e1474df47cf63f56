"""The text of a new scenario: the three-day clock, and a decision with one member absent."""

from __future__ import annotations

from csto_sim.errors import clip

SCHEMA_COMMENT = "# yaml-language-server: $schema=csto_sim.schema.json"

_TEXT = """\
{schema}
# Editors that know the line above help while you write; `csto-sim schema > csto_sim.schema.json`
# puts the schema beside this file. Run it with `csto-sim run` and this file's name, then change
# it: let BLR come, move the meeting to 14 March, choose another reading.
format: 1
title: {title}
about: >
  Tajikistan proposes to convene the Council. The session meets within three days, without Belarus.

from: 2016-03-10                    # the scenario runs from this day
until: 2016-04-30                   # to this one; what still runs then is "still running"

readings:                           # what the sources leave open; those not chosen have defaults
  absence-effect: A                 # A: absence blocks. Try B, and then `csto-sim law readings`

matters:
  request:                          # a name of your own
    procedure: convening            # `csto-sim procedures list` shows what there is
    title: Tajikistan's proposal to convene the Council
    meeting: session                # the meeting that would fulfil it
  statement:
    procedure: decision
    body: CSC
    title: A joint statement

meetings:
  session:
    body: CSC
    place: Moscow
    presiding: ARM                  # the state that chairs the Council in March 2016
    session: extraordinary
    agenda: [statement]

acts:                               # in the order in which they happen
  - date: 2016-03-10T09:00+03:00    # a day and a time with its offset, or a day alone
    by: TJK                         # three-letter codes of ISO 3166
    act: propose
    matter: request
    form: letter
    to: CHAIR
    evidence: hypothetical          # or seed, public, unverified, with `source: …`
  - {{date: +1d, act: call, matter: request, for: 2016-03-12}}     # +1d: a day after the act before
  - date: 2016-03-12T10:00+03:00
    act: open
    meeting: session
    present: [ARM, KAZ, KGZ, RUS, TJK]                           # Belarus stays away
  - date: +2h
    act: decide
    matter: statement
    consent: [ARM, KAZ, KGZ, RUS, TJK]
  - {{date: +1h, act: close, meeting: session}}
  - {{date: 2016-04-20, by: BLR, act: sign, matter: statement}}    # the late signature

expect:                             # what should follow; `csto-sim run` says whether it does
  - {{matter: request, state: convened in time, deadline: {{convening: met}}}}
  - {{matter: statement, at: 2016-03-13, state: awaiting cure, because: BLR absent}}
  - {{matter: statement, state: adopted, from: 2016-04-20}}
  - {{refusals: 0}}
"""


def starting(name: str) -> str:
    """Return the text of a commented scenario that loads and runs; `name` becomes its title."""
    words = (
        " ".join(clip(name, 200).replace("-", " ").replace("_", " ").split()) or "A new scenario"
    )
    title = words[:1].upper() + words[1:]
    return _TEXT.format(schema=SCHEMA_COMMENT, title="'" + title.replace("'", "''") + "'")
