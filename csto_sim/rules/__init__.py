"""How to decide and how to count: decision rules, one family a file, and periods."""
