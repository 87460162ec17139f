"""The plan as a document that leaves a planning mission's hands: Word, PDF, HTML and a workbook, in six languages."""
