"""Motion: the only room that knows `transitions`."""
