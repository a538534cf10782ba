from . import folding, paths
