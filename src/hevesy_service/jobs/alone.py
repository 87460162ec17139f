"""The process of one job: the library's own command line, which stops as for Ctrl-C when who started it goes away.

Its standard input is a pipe from the worker and never holds anything: when it closes, because the job is to stop or
the worker died, the command stops where it can go on later. So no job outlives its worker, to write beside the next.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

from hevesy.cli import main


def _stop_when_left_alone() -> None:
    while os.read(0, 1024):  # not by sys.stdin, whose lock a thread must not hold when the program ends
        pass
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)


if __name__ == "__main__":
    threading.Thread(target=_stop_when_left_alone, daemon=True).start()
    main(sys.argv[1:])
