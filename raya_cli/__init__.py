"""What `./raya` is made of: one small module per thing it prepares or runs.

Commands are read before anything is installed: what a module imports at its top is the standard library's,
unless only commands inside our environment (see venv.py) ever import it.
"""
