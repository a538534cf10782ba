from . import allotment, bounds, direction, folding, importing, sheets, trees, typed, typed_day
