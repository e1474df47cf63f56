"""Records: keys and values by a table of fields, and what is read of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from csto_sim.errors import ENOUGH, Complaints, clip, listing, suggestion
from csto_sim.shapes.kinds import Defs, Kind, Schema, Word
from csto_sim.shapes.nodes import Node


class Read(dict[str, Any]):
    """What was read of a record: its fields by name, and where each of them stands.

    Every field of the table has an entry: what was written, or else its default. `node` is the
    record's place; `sound` says that nothing within it was complained of.
    """

    __slots__ = ("node", "sound")

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node
        self.sound = True

    def at(self, *path: str | int) -> Node:
        """The node of a value: `at("by")`, `at("present", 2)`; the last one there is on the way.

        So a complaint about a key that was left out points at the record.
        """
        node = self.node
        for step in path:
            if isinstance(step, str):
                node = node.get(step) or node
            elif node.kind == "sequence" and step < len(node.value):
                node = node.value[step]
        return node

    def key(self, *path: str | int) -> Node:
        """The node of a key: `key("by")`, or `key("matters", "agreement")`; else as `at`."""
        *before, last = path
        holder = self.at(*before)
        return holder.key(str(last)) or holder

    def wrote(self, name: str) -> bool:
        """Whether the field was written in the file, and is not there by default."""
        return self.node.get(name) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A key of a record: its name, the kind of its value, and what a reader should know.

    `also` are names that people write for it; they are not read, but lead to this one.
    """

    name: str
    kind: Kind
    required: bool = False
    help: str = ""
    default: Any = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Record(Kind):
    """Keys and values, each key in the table of `fields`; read as `Read`.

    `name` is what one is called ("act"). An `open` record takes other keys too, as plain values.
    """

    fields: tuple[Field, ...]
    name: str = "record"
    help: str = ""
    open: bool = False
    _named: dict[str, Field] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._named.update((each.name, each) for each in self.fields)
        if len(self._named) < len(self.fields):
            raise ValueError(f"the record '{self.name}' has two fields of one name")

    def expected(self) -> str:
        """Keys and values, with the first keys that must stand."""
        names = [each.name for each in self.fields if each.required] or list(self._named)
        return f"the keys of the {self.name} ({', '.join(names[:5])} …)"

    def likeness(self, node: Node) -> float:
        """1 for keys and values, more the more of the keys are known."""
        if node.kind != "mapping":
            return 0
        known = sum(key.written in self._named for key, _ in node.pairs())
        return 1 + known / (1 + len(node.value))

    def read(self, node: Node, complaints: Complaints) -> Read | None:
        """Every field of the record, after complaints of unknown and of missing keys."""
        if node.kind != "mapping":
            if node.kind != "faulty":
                self.wrong(node, complaints)
            return None
        before = len(complaints)
        node = self.mended(node, complaints)
        found = Read(node)
        meant: set[str] = set()
        hidden = False
        for key, value in node.value:
            named = self._named.get(key.written)
            if named is not None:
                plain = named.kind.read(value, complaints)
                found.setdefault(named.name, plain)
            elif key.hides_key():
                # Complained of already; what it would have brought is not missed.
                hidden = True
                meant.update(self._named)
            elif self.open:
                found.setdefault(key.written, value.plain())
            else:
                hint = self._hint(key, self._free(node))
                meant.add(hint)
                self._unknown(key, hint, complaints)
        for each in self.fields:
            if each.name not in found:
                found[each.name] = each.default
                if each.required and each.name not in meant:
                    self._missing(each, node, complaints)
        found.sound = len(complaints) == before and not hidden
        return found

    def mended(self, node: Node, complaints: Complaints, only: Collection[str] = ()) -> Node:
        """The node with the right key for each unknown one that is near to one, after complaints.

        So what stands behind a misspelt key is checked too, and everything is told at once. A key
        that was written besides is not put in the place of another. With `only`, keys that are
        near to others are left as they are, for a later table to tell.
        """
        if node.kind != "mapping" or self.open:
            return node
        named = self._named
        # Nearly every record of a file is sound, so this is all that most of them cost.
        for key, _ in node.value:
            if key.written not in named:
                break
        else:
            return node
        free = self._free(node)
        pairs = list(node.value)
        wrong = [n for n, (key, _) in enumerate(pairs) if not self._takes(key)]
        for number in wrong[:ENOUGH]:
            key, value = pairs[number]
            hint = self._hint(key, free)
            near = hint.split(",")[0]
            if near in free and (not only or near in only) and self._likely(key.written, near):
                self._unknown(key, hint, complaints)
                free.remove(near)
                pairs[number] = replace(key, written=near, value=near), value
        return replace(node, value=pairs)

    def _takes(self, key: Node) -> bool:
        return key.written in self._named or key.hides_key()

    def _likely(self, written: str, near: str) -> bool:
        """Whether a word is near enough to be read as the other, and not only to be told of."""
        short, long = sorted((written.lower(), near), key=len)
        letters = {long[:n] + long[n + 1 :] for n in range(len(long))}
        like = len(short) > 3 or sorted(short) == sorted(long) or short in letters
        return like or written in self._named[near].also

    def _free(self, node: Node) -> list[str]:
        written = {key.written for key, _ in node.value[:ENOUGH]}
        return [name for name in self._named if name not in written]

    def _hint(self, key: Node, free: list[str]) -> str:
        also = (each.name for each in self.fields if key.written in each.also)
        return next(also, "") or suggestion(key.written, free)

    def _unknown(self, key: Node, hint: str, complaints: Complaints) -> None:
        message = f"'{clip(key.written)}' is not a key of this {self.name}"
        known = f"one of {listing(list(self._named), 40)}"
        complaints.add(key.complaint("CSTO-201", message, expected=known, hint=hint))

    def _missing(self, each: Field, node: Node, complaints: Complaints) -> None:
        message = f"this {self.name} has no '{each.name}'"
        said = f" ({each.help})" if each.help else ""
        hint = f"add '{each.name}: …'{said}"
        complaints.add(
            node.complaint("CSTO-202", message, expected=each.kind.expected(), hint=hint)
        )

    def schema(self, defs: Defs) -> Schema:
        """A reference to the record under `$defs`."""
        return _reference(self, self.name, defs)

    def body(self, defs: Defs) -> Schema:
        """The object itself."""
        properties = {each.name: _property(each, defs) for each in self.fields}
        required = [each.name for each in self.fields if each.required]
        schema: Schema = {"type": "object", "properties": properties}
        if self.help:
            schema["description"] = self.help
        if required:
            schema["required"] = required
        if not self.open:
            schema["additionalProperties"] = False
        return schema


@dataclass(frozen=True, slots=True, eq=False)
class Tagged(Kind):
    """A record whose fields depend on a word in it: an act by its `act`, a matter by `procedure`.

    `by` is the key of that word, `records` the record for each word, and `common` the fields of
    all of them. The key itself need not stand in any table.
    """

    by: str
    records: Mapping[str, Record]
    common: tuple[Field, ...] = ()
    name: str = "record"
    help: str = ""
    _whole: dict[str, Record] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for word, record in self.records.items():
            self._whole[word] = self._with(record.fields, record.help, record.open)

    def _with(self, fields: tuple[Field, ...], said: str, open_: bool) -> Record:
        tag = Field(self.by, self._word(), required=True, help=self.help)
        return Record((tag, *self.common, *fields), self.name, said, open_)

    def _word(self) -> Word:
        meant = {word: record.help for word, record in self.records.items()}
        return Word(meant, f"a word for '{self.by}'")

    def expected(self) -> str:
        """The key of the word."""
        return f"the keys of the {self.name} ({self.by} …)"

    def likeness(self, node: Node) -> float:
        """1 for keys and values, 2 if the word's key is there."""
        if node.kind != "mapping":
            return 0
        return 2 if node.get(self.by) else 1

    def read(self, node: Node, complaints: Complaints) -> Read | None:
        """The record of the word; of an unknown word the nearest one's, to tell more faults."""
        if node.kind != "mapping":
            if node.kind != "faulty":
                self.wrong(node, complaints)
            return None
        tag = node.get(self.by)
        word = tag.value if tag is not None and isinstance(tag.value, str) else ""
        record = self._whole.get(word) or self._whole.get(suggestion(word, self._whole))
        # Of a word that is near to none only the fields of all records can be checked.
        return (record or self._with((), "", True)).read(node, complaints)

    def schema(self, defs: Defs) -> Schema:
        """A reference to the choice under `$defs`."""
        return _reference(self, self.name, defs)

    def body(self, defs: Defs) -> Schema:
        """An object that must match the record of its word."""
        cases = []
        for word, record in self._whole.items():
            when = {"properties": {self.by: {"const": word}}, "required": [self.by]}
            then = _reference(record, f"{self.name}-{word}", defs)
            cases.append({"if": when, "then": then})
        schema: Schema = {"type": "object", "required": [self.by]}
        if self.help:
            schema["description"] = self.help
        return schema | {"properties": {self.by: self._word().schema(defs)}, "allOf": cases}


def _property(each: Field, defs: Defs) -> Schema:
    schema = dict(each.kind.schema(defs))
    if each.help:
        schema["description"] = each.help
    if isinstance(each.default, bool | int | float | str):
        schema["default"] = each.default
    elif isinstance(each.default, tuple) and not each.default:
        schema["default"] = []
    return schema


def _reference(kind: Record | Tagged, name: str, defs: Defs) -> Schema:
    slug = name.replace(" ", "-")
    free, number = slug, 1
    while free in defs and defs[free][0] is not kind:
        number += 1
        free = f"{slug}-{number}"
    if free not in defs:
        held: Schema = {}
        defs[free] = (kind, held)
        held.update(kind.body(defs))
    return {"$ref": f"#/$defs/{free}"}
