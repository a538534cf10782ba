from . import allotment, comparing, direction, folding, importing, paths, ranking
