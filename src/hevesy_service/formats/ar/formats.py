"""As the document of a plan writes them: 1,234.5, in the digits that the machines of these countries print."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
