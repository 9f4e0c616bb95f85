"""What can go wrong, as exceptions; their texts are the messages of the simulator, one a line."""


class WaicoError(ValueError):
    """An argument that does not fit: a name that is none, a number outside of its range, a wrong length or date."""


class ScenarioError(WaicoError):
    """A scenario or a table that is not there, cannot be read or has mistakes: all of them are told."""


class SimulationError(WaicoError):
    """A replication left the range of the model or its budget of events; the first one that did is told."""


class LibraryError(WaicoError, ImportError):
    """No libwaico was found, or one that is of another kind than this package."""
