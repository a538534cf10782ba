"""The commands, one module each: `HELP`, `run(options) -> int`, and `add_arguments(parser)` where it has some.

`PASSES_ON` says that what is no option of ours goes to the program that the command runs.
"""
