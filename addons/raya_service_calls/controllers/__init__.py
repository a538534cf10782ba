from . import portal, request, unit
