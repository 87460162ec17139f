"""The entry of a web worker."""

from __future__ import annotations

import multiprocessing
import os
import threading

from django.core.wsgi import get_wsgi_application

ORPHANED = 70


def _end_with_parent() -> None:
    """A worker whose parent was killed ends too, so that the next start finds port and folder free."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(ORPHANED)  # as a kill would; nothing acknowledged is lost by it

    threading.Thread(target=wait, daemon=True).start()


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hevesy_service.settings")
_end_with_parent()
application = get_wsgi_application()
