"""The entry of a web worker."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hevesy_service.settings")
application = get_wsgi_application()
