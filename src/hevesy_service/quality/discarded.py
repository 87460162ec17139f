"""What may come of an audit: nothing any more where it was discarded."""

from __future__ import annotations

from hevesy_service.quality.models import AuditRow
from hevesy_service.refusals import AuditDiscarded


def check_stands(row: AuditRow) -> None:
    """Raises AuditDiscarded where an audit was."""
    if row.discarded is not None:
        raise AuditDiscarded(on=f"{row.on:%Y-%m-%d}")
