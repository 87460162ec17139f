"""The life of a service from its first start on, to be run under strace: each acknowledged key is written to a file.

    strace ... python -m tests.faults.traced HOME MARKS ACTS SEED
"""

from __future__ import annotations

import os
import random
import sys
import threading
from contextlib import closing
from pathlib import Path

from tests.faults.acts import CODE, Writer, identifiers, names
from tests.faults.driver import Service, first_administrator, let_in

WRITERS = 3


def main(home: Path, marks: Path, acts: int, seed: int) -> None:
    """Start, set up, let people in, write, stop."""
    dice, service = random.Random(seed), Service(home)
    mark = os.open(marks, os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def heard(key: str) -> None:
        os.write(mark, f"{key}\n".encode("ascii"))

    service.start()
    with closing(first_administrator(service)) as administrator:
        heard("set-up")
        writers = []
        for number in range(WRITERS):
            keys = [f"{dice.getrandbits(128):032x}" for _ in range(1 + len(names(number)))]
            browser = let_in(administrator, CODE, f"writer-{number}", "administrator", keys[0])
            for name, key in zip(names(number), keys[1:], strict=True):
                form = {"username": name, "full_name": f"Synthetic {name}", "role": "trainer", "key": key}
                assert administrator.post(f"/sites/{CODE}/give/", form).status == 200
            known = identifiers(home / "hevesy.sqlite3")
            writers.append(Writer(number, browser, {name: known[name] for name in names(number)}, heard))
    stop = threading.Event()
    threads = [
        threading.Thread(target=each.write, args=(random.Random(dice.getrandbits(64)), stop, acts // WRITERS))
        for each in writers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not any(each.unheard or each.wrong for each in writers), [each.wrong for each in writers]
    assert service.stop() == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
