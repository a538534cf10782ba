"""Print what a shell needs to run Odoo by hand, and keep PostgreSQL running for it.

    eval "$(./raya env)"; odoo_cmd module install -c $CONF -d some_database sale

`./raya reset` stops the server.
"""

import contextlib
import shlex
import sys

from .. import workspace

HELP = "print shell variables for running Odoo by hand"
_KEPT = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PATH", "PYTHONPATH", "PYTHONWARNINGS")


def run(options) -> int:
    # Only the variables go to the output, so that a shell may evaluate it.
    with contextlib.redirect_stdout(sys.stderr), workspace.ready(keep_server=True) as space:
        values = {key: space.environment[key] for key in _KEPT if key in space.environment}
        values |= {"ODOO_ROOT": str(space.odoo.python_path), "PY": sys.executable, "CONF": str(space.config)}
        lines = [f"export {key}={shlex.quote(value)}" for key, value in values.items()]
        lines.append(f'odoo_cmd() {{ (cd {shlex.quote(str(space.safe_folder))} && "$PY" -m odoo "$@"); }}')
    print("\n".join(lines))
    return 0
