from . import comparing, contents, ranking, searching
