from . import folding, importing, paths, ranking
