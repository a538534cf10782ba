from .tools import searching


def uninstall_hook(env):
    """The database forgets what is searched, with the columns that stand on it."""
    searching.FUNCTION.drop(env.cr)
