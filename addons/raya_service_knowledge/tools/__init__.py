from . import folding
from . import paths
