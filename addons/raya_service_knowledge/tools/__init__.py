from . import comparing, ranking, searching
