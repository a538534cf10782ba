from . import unit
