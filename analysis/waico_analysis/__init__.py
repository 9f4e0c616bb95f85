"""The earlier name of `waico.analysis`, kept for one release: every module of it is that of the new name."""
import importlib
import importlib.abc
import importlib.machinery
import sys
import warnings

import waico.analysis


class _Alias(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds waico_analysis.x where waico.analysis.x is, as one and the same module."""

    def find_spec(self, name, path=None, target=None):
        if not name.startswith(f"{__name__}.") or name == f"{__name__}.__main__":
            return None
        return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec):
        module = importlib.import_module(waico.analysis.__name__ + spec.name[len(__name__):])
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module):
        module.__spec__ = module.__spec__.loader_state  # the import has put the alias's in its place


def __getattr__(name):
    return getattr(waico.analysis, name)


__all__ = waico.analysis.__all__
sys.meta_path.insert(0, _Alias())
warnings.warn("waico_analysis is called waico.analysis now", DeprecationWarning, stacklevel=2)
