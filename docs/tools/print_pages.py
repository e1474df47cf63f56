"""Print what comes from the program: pages on procedures, law, messages; the JSON Schema.

`python docs/tools/print_pages.py` writes them; `--check` only says which are stale (exit 1). A test
runs the check, so that a page can't drift from the tables that it shows.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from csto_sim import law
from csto_sim.messages import MESSAGES
from csto_sim.procedure import OF_ITSELF, TIME, Procedure, Step
from csto_sim.procedures import procedures
from csto_sim.scenario.schema import schema

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DEMO = "scenarios/history/2009-06-14-crrf.yaml"
DEMO_BEGINS, DEMO_ENDS = "<!-- demo: printed -->", "<!-- demo: end -->"
NOTE = "<!-- Printed by docs/tools/print_pages.py: edit the tables, not this page. -->\n"


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each page with its text."""
    for table in procedures().values():
        yield DOCS / "procedures" / f"{table.name}.md", procedure_page(table)
    yield DOCS / "law-coverage.md", coverage_page()
    for code in MESSAGES:
        yield DOCS / "messages" / f"{code}.md", message_page(code)
    yield DOCS / "messages" / "README.md", messages_page()
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    yield ROOT / "scenarios" / "csto_sim.schema.json", text
    yield ROOT / "README.md", readme()


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
        "",
    ]
    lines += ["## Diagram", "", "```mermaid", *_mermaid(table), "```", ""]
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
                lines.append(f"| {act} | `{param.name}` | {param.kind}{words} | {param.help} |")
        lines.append("")
    lines += ["## Claims", ""] + [f"- *{claim.kind}*: {claim.says}" for claim in table.claims]
    lines += ["", "## Readings that it asks", ""]
    for id in table.readings:
        reading = law.readings()[id]
        lines.append(f"- `{id}`: {reading.question}")
    lines += ["", "## Not modelled", ""] + [f"- {line}" for line in table.not_modelled]
    return "\n".join(lines) + "\n"


def _row(step: Step) -> str:
    act = step.act or "(of itself)"
    by = "time" if step.by is TIME else "" if step.by is OF_ITSELF else step.by.word
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
                    acts[step.act or "of itself"] = None
    for (source, target), acts in seen.items():
        yield f"    {source} --> {target}: {', '.join(acts)}"
    for state in table.states:
        if state in table.final:
            yield f"    {names[state]} --> [*]"


def used_provisions() -> Mapping[str, tuple[str, ...]]:
    """Return, for each provision that code names, the files of procedures and rules that name it."""
    known = {each.id for each in law.provisions()}
    found: dict[str, dict[str, None]] = {}
    for folder in ("procedures", "rules"):
        for path in sorted((ROOT / "csto_sim" / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and node.value in known:
                    found.setdefault(str(node.value), {})[f"{folder}/{path.name}"] = None
    return {id: tuple(files) for id, files in found.items()}


def coverage_page() -> str:
    """Return the page that says which provisions decide steps, which are data only, from when."""
    used = used_provisions()
    asked = {id for table in procedures().values() for id in table.readings}
    every = list(law.provisions())
    texts = sum(len(each.texts) for each in every)
    lines = ["# Law: what is modelled, what is not", "", NOTE]
    lines += [
        f"{len(every)} provisions with {texts} texts are in the data; {len(used)} of them decide "
        "or support a step of a procedure. The others are dated, sourced data that `csto-sim law` "
        "shows and that no procedure uses yet: the bodies, forces, statuses and duties to which "
        "they belong have no table so far.",
        "",
        f"Of {len(law.readings())} readings {len(asked)} take effect in a procedure.",
        "",
    ]
    for instrument in law.instruments():
        lines += [f"## {instrument.title}", ""]
        lines += ["| provision | from | known | used by |", "|---|---|---|---|"]
        for each in instrument.provisions:
            since = "; ".join(
                text.since.written + (f" to {text.until.written}" if text.until else "")
                for text in each.texts
            )
            files = ", ".join(used.get(each.id, ())) or "data only"
            mark = each.texts[-1].mark
            lines.append(f"| `{each.id}` {each.heading} | {since} | {mark} | {files} |")
        lines.append("")
    lines += ["## Readings", "", "| reading | takes effect in |", "|---|---|"]
    for id in law.readings():
        where = ", ".join(t.name for t in procedures().values() if id in t.readings)
        lines.append(f"| `{id}` | {where or 'data only'} |")
    return "\n".join(lines) + "\n"


def message_page(code: str) -> str:
    """Return the page of one message code."""
    message = MESSAGES[code]
    return (
        f"# {code}: {message.title}\n\n{NOTE}\n{message.why}\n\n"
        f"**What to do.** {message.what_to_do}\n"
    )


def messages_page() -> str:
    """Return the list of all message codes."""
    lines = ["# Messages", "", NOTE]
    lines += ["Codes are stable: a code keeps its meaning from one version to the next.", ""]
    lines += [f"- [{code}]({code}.md): {MESSAGES[code].title}" for code in MESSAGES]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the pages, or with `--check` say which are stale; return the exit code."""
    stale = []
    for path, text in pages():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path)
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    for path in stale:
        print(path.relative_to(ROOT))
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
