from . import comparing, direction, folding, importing, paths, ranking
