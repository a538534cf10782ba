from . import portal, unit
