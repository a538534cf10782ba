from . import identifiers, metering, sync
