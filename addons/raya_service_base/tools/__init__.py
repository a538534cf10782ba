from . import direction, folding, importing, sheets, trees, typed
