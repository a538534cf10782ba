from . import direction, folding, importing, linking, locking, sheets, trees, typed
