"""The sub-commands of `nyata`: each module has register(subparsers) and sets `run`, which returns the exit code."""
