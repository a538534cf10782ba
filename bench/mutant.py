"""A plugin of pytest: one file of an add-on is loaded as somebody changed it, the file itself stays as it is.

Which one, and its text, stand in a JSON file that the variable RAYA_MUTANT names.
"""

import json
import os
from importlib.machinery import SourceFileLoader
from pathlib import Path

CHANGED = json.loads(Path(os.environ["RAYA_MUTANT"]).read_text("utf-8"))
get_code = SourceFileLoader.get_code


def get_changed_code(self, fullname):
    if self.path and Path(self.path).resolve() == Path(CHANGED["path"]):
        return compile(CHANGED["text"], self.path, "exec", dont_inherit=True)
    return get_code(self, fullname)


SourceFileLoader.get_code = get_changed_code
