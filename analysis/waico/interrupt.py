"""Ctrl-C during a long call of the library: the call is made in a thread of its own while the main one waits for it.

Python handles signals in its main thread alone, and not while that is inside of a library.  A thread a call costs about
30 microseconds, and unlike a kept one it is there after a fork, too.
"""
import _thread
import threading
from typing import Any, Callable, List

PATIENCE = 60.0  # seconds, where a few events would do
LOOK = 0.1  # seconds after which a signal is noticed that came just before the waiting began, or to another thread


def interruptible(work: Callable[[], Any], stop: Callable[[], None]) -> Any:
    """work(), ended by stop() when a signal raises an exception here; that exception comes when the work has ended.

    Outside of the main thread nothing interrupts, and work is simply called.
    """
    if threading.current_thread() is not threading.main_thread():
        return work()
    done, results, faults = _thread.allocate_lock(), [], []  # type: Any, List[Any], List[BaseException]
    done.acquire()

    def run() -> None:
        try:
            results.append(work())
        except BaseException as fault:  # it belongs to whoever waits
            faults.append(fault)
        finally:
            done.release()

    try:
        try:
            _thread.start_new_thread(run, ())
        except RuntimeError:  # no thread is to be had: it can be called, not be interrupted
            return work()
        while not done.acquire(timeout=LOOK):
            pass
    except BaseException:
        _end(done, stop)
        raise
    if faults:
        raise faults[0]
    return results[0]


def _end(done: Any, stop: Callable[[], None]) -> None:
    """Stops the work and waits for its end, whatever else is pressed meanwhile."""
    while True:
        try:
            stop()
            done.acquire(timeout=PATIENCE)
            return
        except KeyboardInterrupt:
            continue
