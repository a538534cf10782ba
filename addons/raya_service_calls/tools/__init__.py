from . import origin
