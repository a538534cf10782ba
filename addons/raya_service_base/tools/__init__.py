from . import allotment, direction, folding, importing, sheets, trees, typed
