"""Print what comes from the program: pages on procedures, law, messages; the JSON Schema.

`python docs/tools/print_pages.py` writes them; `--check` only says which are stale (exit 1). A test
runs the check, so that a page can't drift from the tables that it shows.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from printing import printed

from csto_sim import law, organisation
from csto_sim.duties.account import SPAN_READING
from csto_sim.law.duties import duties
from csto_sim.law.texts import load_yaml
from csto_sim.messages import messages
from csto_sim.procedure import OF_ITSELF, TIME, Procedure, Step
from csto_sim.procedures import procedures
from csto_sim.scenario.askable import can_ask
from csto_sim.scenario.expect_table import EXPECTATION
from csto_sim.scenario.load import load
from csto_sim.scenario.schema import schema

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DEMO = "scenarios/decision/2009-06-14-crrf.yaml"
DEMO_BEGINS, DEMO_ENDS = "<!-- demo: printed -->", "<!-- demo: end -->"
KEYS_BEGIN, KEYS_END = "<!-- keys: printed -->", "<!-- keys: end -->"
NOTE = "<!-- Printed by docs/tools/print_pages.py: edit the tables, not this page. -->\n"


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each page with its text."""
    for table in procedures().values():
        yield DOCS / "procedures" / f"{table.name}.md", procedure_page(table)
    yield DOCS / "procedures" / "README.md", procedures_page()
    yield DOCS / "law-coverage.md", coverage_page()
    for code in messages():
        yield DOCS / "messages" / f"{code}.md", message_page(code)
    yield DOCS / "messages" / "README.md", messages_page()
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    yield ROOT / "scenarios" / "csto_sim.schema.json", text
    yield ROOT / "scenarios" / "README.md", scenarios_page()
    yield ROOT / "README.md", readme()
    yield DOCS / "scenario-format.md", format_page()


def procedures_page() -> str:
    """Return the list of the procedures, each with what it is about and where it is shown."""
    lines = ["# Procedures", "", NOTE]
    lines += ["One table each: states, steps with their provisions, diagram, what is not modelled."]
    lines += ["`csto-sim procedures show NAME` prints the same in the terminal.", ""]
    lines += ["| procedure | what happens | scenarios |", "|---|---|---|"]
    for name, table in procedures().items():
        folder = ROOT / "scenarios" / name
        count = len(list(folder.glob("*.yaml")))
        shown = f"[{count}](../../scenarios/README.md#{name})"
        lines.append(f"| [{name}]({name}.md) | {table.title}. {table.about} | {shown} |")
    return "\n".join([*lines, ""])


def scenarios_page() -> str:
    """Return the list of the shipped scenarios by folder, each with its title and tags."""
    lines = ["# Scenarios", "", NOTE]
    lines += ["Each runs by its name, also after a plain install, and so does a folder:", ""]
    lines += ["`csto-sim run decision/one-absent-member`, `csto-sim run convening`.", ""]
    for folder in sorted(path for path in (ROOT / "scenarios").iterdir() if path.is_dir()):
        lines += [f"## {folder.name}", "", "| scenario | what happens | tags |", "|---|---|---|"]
        for path in sorted(folder.glob("*.yaml")):
            found = load(path)
            tags = ", ".join(found.tags)
            lines.append(f"| [{path.stem}]({folder.name}/{path.name}) | {found.title} | {tags} |")
        lines.append("")
    return "\n".join(lines)


def format_page() -> str:
    """Return the page on the format with what can be expected of each procedure."""
    text = (DOCS / "scenario-format.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(KEYS_BEGIN)
    _, _, after = rest.partition(KEYS_END)
    if not after:
        raise SystemExit("scenario-format.md: the marks around the table of keys are missing")
    told = [each.name for each in EXPECTATION.fields]
    for_all = [key for key in told if all(can_ask(key, name) for name in procedures())]
    lines = ["| Procedure | Keys of its own | Its periods |", "|---|---|---|"]
    for name, table in procedures().items():
        own = [f"`{key}`" for key in told if key not in for_all and can_ask(key, name)]
        periods = [f"`{each}BLR` or of another state" if each.endswith(" ") else f"`{each}`"
                   for each in table.periods]  # fmt: skip
        lines.append(f"| {name} | {', '.join(own) or 'none'} | {', '.join(periods) or 'none'} |")
    return "\n".join([before + KEYS_BEGIN, *lines, KEYS_END + after])


def readme() -> str:
    """Return the README with the demo's output as it is printed today."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(DEMO_BEGINS)
    _, _, after = rest.partition(DEMO_ENDS)
    if not after:
        raise SystemExit("README.md: the marks around the demo's output are missing")
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "csto_sim.db"
        command = [sys.executable, "-m", "csto_sim", "run", DEMO, "--db", str(log)]
        environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"}
        found = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
    output = found.stdout.replace(str(log), "build/csto_sim.db")
    return f"{before}{DEMO_BEGINS}\n```text\n{output.rstrip()}\n```\n{DEMO_ENDS}{after}"


def procedure_page(table: Procedure) -> str:
    """Return the page of a procedure: states, table, diagram, readings, what is not modelled."""
    lines = [f"# {table.title}", "", NOTE, table.about, "", "## States", ""]
    lines += ["| state | what it says | |", "|---|---|---|"]
    for state in table.states:
        mark = "first" if state is table.initial else "final" if state in table.final else ""
        lines.append(f"| {state.word} | {state.value} | {mark} |")
    lines += ["", "## Steps", "", "| act | by | from | to | under | what happens |"]
    lines.append("|---|---|---|---|---|---|")
    lines += [_row(step) for step in table.steps]
    lines += [
        "",
        "Rows without an act follow of themselves; rows by time follow when a period runs out.",
        "*otherwise* is taken when the rows above it for the same act are shut.",
        f"\\{UNNAMED} `by` can be left out of the act in a scenario.",
        "",
    ]
    lines += ["## Diagram", "", "Steps that leave the state as it is are not drawn.", ""]
    lines += ["```mermaid", *_mermaid(table), "```", ""]
    if table.fields:
        lines += ["## What a scenario can say of it", ""]
        lines += ["| field | kind | meaning |", "|---|---|---|"]
        for field in table.fields:
            words = f": {', '.join(field.choices)}" if field.choices else ""
            needed = " (required)" if field.required else ""
            lines.append(f"| `{field.name}` | {field.kind}{words} | {field.help}{needed} |")
        lines.append("")
    if any(list(table.params(act)) for act in table.acts()):
        lines += ["Parameters of acts:", ""]
        lines += ["| act | parameter | kind | meaning |", "|---|---|---|---|"]
        for act in table.acts():
            for param in table.params(act):
                words = f": {', '.join(param.choices)}" if param.choices else ""
                needed = " (required)" if param.required else ""
                told = f"| {act} | `{param.name}` | {param.kind}{words} | {param.help}{needed} |"
                lines.append(told)
        lines.append("")
    lines += ["## Claims", ""] + [f"- *{claim.kind}*: {claim.says}" for claim in table.claims]
    lines += ["", "## Readings that it asks", ""]
    for id in table.readings:
        reading = law.readings()[id]
        lines.append(f"- `{id}`: {reading.question}")
    lines += ["", "## Not modelled", ""] + [f"- {line}" for line in table.not_modelled]
    return "\n".join(lines) + "\n"


#: The mark of those who need not be named in an act.
UNNAMED = "*"


def _row(step: Step) -> str:
    act = step.act or f"({step.follows})"
    by = "time" if step.by is TIME else "" if step.by is OF_ITSELF else step.by.word
    if step.act and step.by is not TIME and step.by.need_not_be_named:
        by += f" \\{UNNAMED}"
    sources = ", ".join(state.word for state in step.sources)
    target = step.target.word if step.target is not None else "(stays)"
    says = f"*otherwise*: {step.says}" if step.otherwise else step.says
    under = ", ".join(f"`{id}`" for id in step.under)
    return f"| {act} | {by} | {sources} | {target} | {under} | {says} |"


def _mermaid(table: Procedure) -> Iterator[str]:
    yield "stateDiagram-v2"
    names = {state: state.name.lower() for state in table.states}
    for state, name in names.items():
        yield f'    state "{state.word}" as {name}'
    yield f"    [*] --> {names[table.initial]}"
    seen: dict[tuple[str, str], dict[str, None]] = {}
    for step in table.steps:
        if step.target is not None:
            for source in step.sources:
                if source is not step.target:
                    acts = seen.setdefault((names[source], names[step.target]), {})
                    acts[step.act or step.follows] = None
    for (here, there), acts in seen.items():
        yield f"    {here} --> {there}: {', '.join(acts)}"
    for state in table.states:
        if state in table.final:
            yield f"    {names[state]} --> [*]"


#: Why nothing uses the provisions of an instrument, or those whose ids begin so: the longest
#: beginning counts. A provision that is not used and has no reason here is refused.
NOT_USED = {
    "border": "a draft; no step is known",
    "charter": "principle or obligation without procedure",
    "charter.17.": "tasks of an office, no step of their own",
    "charter.24.": "an obligation, no step of its own",
    "charter.27.no-reservations": "final clause",
    "charter.28.": "final clause",
    "charter.29.": "final clause",
    "command-system-2007": "a record, or its text is not known",
    "crdf": "a record, or its text is not known",
    "crisis-regulation": "competence, no step of its own",
    "crisis-reg.17docs": "report, no rule",
    "crisis-reg.effective": "condition of entry into force",
    "crisis-reg.2023": "text not found",
    "crrf": "a record, or its text is not known",
    "forces-agreement": "a record, or its text is not known",
    "foreign-policy": "a record",
    "formations-status-2000": "a record, or its text is not known",
    "infrastructure-2011": "final clause",
    "infrastructure-use-2004": "a record, or its text is not known",
    "jurisdiction-2021": "a record, or its text is not known",
    "legal-status": "status",
    "observer-regulation": "status",
    "partner-regulation": "status",
    "peacekeeping": "a record, or its text is not known",
    "protocol-1999": "final clause",
    "protocols-2010": "amends other rows",
    "protocols-2018": "amends other rows",
    "honour.reg": "out of scope",
    "treaty-lifecycle": "not known which treaties",
    "treaty": "principle or obligation without procedure",
    "treaty.5.": "before the Organization",
    "treaty.6.": "a record, or its text is not known",
    "treaty.registration": "final clause",
}


def reasons(unused: Iterable[law.Provision]) -> Mapping[str, str]:
    """Return why each of these provisions is not used, by id; SystemExit if one has none."""
    found: dict[str, str] = {}
    for each in unused:
        keys = [key for key in NOT_USED if key == each.instrument or each.id.startswith(key)]
        keys = [key for key in keys if key == each.instrument or key == each.id or key[-1] == "."]
        if not keys:
            raise SystemExit(f"no reason in NOT_USED for {each.id} of {each.instrument}")
        key = max(keys, key=lambda key: (key != each.instrument, len(key)))
        found[each.id] = NOT_USED[key]
    return found


def organisation_uses() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Return the files of the organisation that cite each provision, and that ask each reading.

    Data cites a provision as `under`, also by one of its texts, and asks a reading by `chosen_by`;
    code cites the provisions that it carries out.
    """
    cited: dict[str, dict[str, None]] = {}
    asked: dict[str, dict[str, None]] = {}

    def walk(value: Any, name: str) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item, name)
        elif isinstance(value, dict):
            for id in value.get("under", ()):
                cited.setdefault(id.partition("@")[0], {})[name] = None
            for id in value.get("chosen_by", ()):
                asked.setdefault(id, {})[name] = None
            for item in value.values():
                walk(item, name)

    for name, content in organisation.data_files():
        walk(load_yaml(content), name.removesuffix(".yaml").replace("_", " "))
    known = {each.id for each in law.provisions()}
    for path in sorted((ROOT / "csto_sim" / "organisation").glob("*.py")):
        for id in re.findall(r"[a-z0-9]+(?:\.[a-z0-9-]+)+", path.read_text(encoding="utf-8")):
            if id in known:
                cited.setdefault(id, {})[path.stem] = None
    return (
        {id: tuple(names) for id, names in cited.items()},
        {id: tuple(names) for id, names in asked.items()},
    )


def used_provisions() -> Mapping[str, tuple[str, ...]]:
    """Return, for each provision that code names, the files of procedures and rules naming it."""
    known = {each.id for each in law.provisions()}
    found: dict[str, dict[str, None]] = {}
    for folder in ("procedures", "rules"):
        for path in sorted((ROOT / "csto_sim" / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and node.value in known:
                    found.setdefault(str(node.value), {})[f"{folder}/{path.name}"] = None
    return {id: tuple(files) for id, files in found.items()}


#: What is said to use a provision or reading that lays down or counts a duty.
CALENDAR = "calendar of duties"


def calendar_uses() -> tuple[set[str], set[str]]:
    """Return the provisions that lay down duties of the calendar, and the readings that count."""
    found = duties().values()
    counting = {SPAN_READING, *(id for each in found for id in each.times_by)}
    return {id for each in found for id in each.under}, counting


def coverage_page() -> str:
    """Return the page that says which provisions and readings take effect where, from when."""
    used = used_provisions()
    cited, chosen = organisation_uses()
    every = list(law.provisions())
    owed, counting = calendar_uses()
    serving = {*used, *cited, *owed}
    why = reasons(each for each in every if each.id not in serving)
    asked = {id for table in procedures().values() for id in table.readings}
    texts = [text for each in every for text in each.texts]
    pending = sum(1 for text in texts if not text.since.established)
    lines = ["# Law: what is modelled, what is not", "", NOTE]
    lines += [
        f"{len(every)} provisions with {len(texts)} texts are in the data; {len(used)} of them "
        f"decide or support a step of a procedure, {len(set(cited) - set(used))} others are "
        "the basis of the dated facts on the Organization: its members, bodies, chairs and "
        f"Secretaries General (*organisation*), and {len(owed - set(used) - set(cited))} more lay "
        "down [duties of the calendar](duties.md). The others are dated, sourced data that "
        "`csto-sim law` shows and that nothing uses yet; the last column says in a few words why.",
        "",
        f"Of {pending} texts only a signature or a draft is established: they are never in force.",
        "",
        f"Of {len(law.readings())} readings {len(asked)} take effect in a procedure and "
        f"{len(set(chosen) - asked)} others through the dated facts on the Organization; "
        f"{len(counting - asked)} more tell how duties of the calendar are counted.",
        "",
    ]
    for instrument in law.instruments():
        lines += [f"## {instrument.title}", ""]
        lines += ["| provision | from | known | used by, or why not |", "|---|---|---|---|"]
        for each in instrument.provisions:
            since = "; ".join(
                text.since.told + (f" to {text.until.told}" if text.until else "")
                for text in each.texts
            )
            where = [*used.get(each.id, ()), *_organisation(cited.get(each.id, ()))]
            where += [CALENDAR] if each.id in owed else []
            mark = each.texts[-1].mark
            told = ", ".join(where) or f"data only: {why[each.id]}"
            lines.append(f"| `{each.id}` {each.heading} | {since} | {mark} | {told} |")
        lines.append("")
    lines += ["## Readings", "", "| reading | takes effect in |", "|---|---|"]
    for id in law.readings():
        where = [table.name for table in procedures().values() if id in table.readings]
        where += _organisation(chosen.get(id, ()))
        where += [CALENDAR] if id in counting else []
        lines.append(f"| `{id}` | {', '.join(where) or 'data only'} |")
    return "\n".join(lines) + "\n"


def _organisation(files: tuple[str, ...]) -> list[str]:
    return [f"organisation ({', '.join(files)})"] if files else []


def message_page(code: str) -> str:
    """Return the page of one message code."""
    message = messages()[code]
    return (
        f"# {code}: {message.title}\n\n{NOTE}\n{message.why}\n\n"
        f"**What to do.** {message.what_to_do}\n"
    )


def messages_page() -> str:
    """Return the list of all message codes."""
    lines = ["# Messages", "", NOTE]
    lines += ["Codes are stable: a code keeps its meaning from one version to the next.", ""]
    lines += [f"- [{code}]({code}.md): {messages()[code].title}" for code in messages()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(printed(pages()))
