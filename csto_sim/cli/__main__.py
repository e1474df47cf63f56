"""`python -m csto_sim.cli` is the command `csto-sim`."""

from csto_sim.cli import main

main()
