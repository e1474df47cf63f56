"""Reports for other programs: JUnit XML, and rows for CSV, JSON and data frames."""
