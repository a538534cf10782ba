from .tools import folding


def uninstall_hook(env):
    """The database forgets how to fold, with all that stands on it."""
    folding.FUNCTION.drop(env.cr)
