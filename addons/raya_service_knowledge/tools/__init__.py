from . import folding, paths, ranking
