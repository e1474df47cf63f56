"""Files from strangers: YAML read safely with positions, and shapes that say what may stand in it.

Knows nothing of scenarios: `source` makes text of bytes, `building` and `nodes` make a tree with
positions, `syntax` says a parser's complaint in plain words, and `shape` gathers the kinds of which
a file's table is made, which check a tree and print a JSON Schema.
"""
