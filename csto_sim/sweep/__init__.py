"""Many scenarios times many readings, on the cores of one machine or on a cluster.

`sweeping.sweep` runs what `plan.planned` lays out, by the workers of `spread`; workers compute and
return, and the one that asked writes. Nothing here is imported before it is called for.
"""
