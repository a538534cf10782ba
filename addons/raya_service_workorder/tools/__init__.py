from . import direction, quantities
