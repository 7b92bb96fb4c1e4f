"""How fast Nyata is on this machine: real servers, a real database, real photographs, a year behind them.

`python -m bench` measures and writes docs/measurements/bench.md. Nothing here is a test with a limit in time: what a
machine does depends on the machine, so the report says which one it was and who else used it.
"""
