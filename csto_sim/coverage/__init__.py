"""Coverage: what scenarios exercised of the law and the tables, and what serves the sources' rows.

A reader of records: which provisions were satisfied, violated, or met at their limit, which steps
were taken and which states reached (`exercised`); and for each row of the two source documents
what serves it and which scenario or query shows that (`rows`).
"""
