"""What `./raya` is made of: one small module per thing it prepares or runs.

Standard library only, because it runs before anything is installed.
"""
