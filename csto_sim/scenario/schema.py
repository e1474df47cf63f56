"""The JSON Schema of scenario files, made from the same tables that `load` checks them by."""

from __future__ import annotations

from typing import Any

from csto_sim.scenario.format import scenario_kind
from csto_sim.shapes.shape import json_schema

TITLE = "A scenario of csto_sim"
ABOUT = (
    "What happened, or is supposed to happen, in the bodies of the Collective Security Treaty "
    "Organization, and what should follow under the rules in force on the day."
)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a scenario file, ready for `json.dumps`.

    It says what can be said of keys and values. Whether a matter, an act of its procedure or an
    order in time fits the rest of the file is told by `load` alone.
    """
    found = json_schema(scenario_kind(), title=TITLE, about=ABOUT)
    defs, named = found["$defs"], found["properties"]
    whole: dict[str, Any] = {"required": found.pop("required"), "properties": {}}
    change: dict[str, Any] = {"properties": {}}
    for key, kind in (("matters", "matter"), ("meetings", "meeting")):
        defs[f"{kind}-change"] = _change(defs, kind)
        for part, name in ((whole, kind), (change, f"{kind}-change")):
            held = {"$ref": f"#/$defs/{name}"}
            part["properties"][key] = {**named[key], "additionalProperties": held}
        named[key] = {"type": "object", "description": named[key]["description"]}
    # What a scenario based on another leaves out comes from that one.
    found["required"] = ["format"]
    found |= {"if": {"required": ["based_on"]}, "then": change, "else": whole}
    act = defs["act"]
    act["oneOf"] = [{"required": ["matter"]}, {"required": ["meeting"]}]
    for each in ("act", "matter"):
        _say_word(defs, each)
    return found


def _say_word(defs: dict[str, Any], name: str) -> None:
    """Where the word is settled, let a record name that word alone, and not all of them again."""
    for case in defs[name]["allOf"]:
        key, settled = next(iter(case["if"]["properties"].items()))
        record = defs[case["then"]["$ref"].removeprefix("#/$defs/")]
        record["properties"][key] = settled


def _change(defs: dict[str, Any], kind: str) -> dict[str, Any]:
    """Any fields of such a case: what a scenario lays over those of another."""
    records = [defs[kind]]
    records += [
        defs[case["then"]["$ref"].removeprefix("#/$defs/")] for case in defs[kind].get("allOf", ())
    ]
    fields = {
        key: held for record in reversed(records) for key, held in record["properties"].items()
    }
    about = f"Fields of a {kind} that take the place of those of the other scenario."
    return {
        "type": "object",
        "description": about,
        "properties": fields,
        "additionalProperties": False,
    }
