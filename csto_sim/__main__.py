"""`python -m csto_sim`: the same as the `csto-sim` command."""

from csto_sim.cli import main

if __name__ == "__main__":
    main()
