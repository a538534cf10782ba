from . import comparing, ranking
