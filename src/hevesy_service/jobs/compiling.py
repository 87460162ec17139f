"""The process that compiles the engine before the first job, where nobody has; it ends with the worker."""

from __future__ import annotations

import os
import sys
import threading

from hevesy.plan.compiled import compile_engine


def _go_when_left_alone() -> None:
    while os.read(0, 1024):
        pass
    os._exit(1)


def _aloud(text: str) -> None:
    sys.stderr.write(f"{text} Pages answer meanwhile, and jobs wait.\n" if "may take" in text else f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    threading.Thread(target=_go_when_left_alone, daemon=True).start()
    compile_engine(_aloud)
