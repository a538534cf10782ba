"""How `./raya test` runs everything as one pytest: legs, each a pytest of its own, reported as one."""
