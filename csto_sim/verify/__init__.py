"""What the rules can and cannot do: every course of a scenario, by the `fire` that runs it."""
