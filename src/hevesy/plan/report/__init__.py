"""The plan as documents: one HTML file, a PDF, JSON with a schema, and tables."""

from hevesy.plan.report.write import write_report

__all__ = ["write_report"]
