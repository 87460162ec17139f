"""A synthetic year in a home that is being served, and people who work at it; for `benchmarks.service --clinical`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from hevesy_service import django_ready

CODE = "synthetic"


def main(arguments: Sequence[str]) -> int:
    """Load so many courses into the home of HEVESY_HOME, let the named people work there, and print their courses."""
    courses, *names = arguments
    django_ready()
    from hevesy_service.accounts.events import give_role
    from hevesy_service.accounts.models import User
    from hevesy_service.book.models import Site
    from hevesy_service.care.models import CourseRow
    from hevesy_service.care.synthetic import loaded_at

    for _ in loaded_at(CODE, int(courses), 1):
        pass
    site = Site.objects.get(code=CODE)
    for user in User.objects.filter(username__in=names):
        give_role(site, user, "physician", "benchmark", f"benchmark {user.pk}")
    sys.stdout.write(json.dumps([str(pk) for pk in CourseRow.objects.filter(site=site).values_list("pk", flat=True)]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
