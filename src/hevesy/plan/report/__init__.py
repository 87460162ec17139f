"""The country report: report.html, report.pdf, plan.json and the tables; `write.write_report` writes them."""
