from . import allotment, bounds, folding, importing, sheets, trees, typed
