from . import ages, shares
