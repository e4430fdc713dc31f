# Does the function have the right amount of memory: what it was given, what it used at the most, and what is left.
# Insights takes Lambda's MB for 10^6 bytes, so dividing by 1000 twice gives the figures of the REPORT lines.
filter @type = "REPORT" and @log like "-processor-"
| fields @memorySize / 1000 / 1000 as memory_mb, @maxMemoryUsed / 1000 / 1000 as used_mb
| stats count(*) as invocations, avg(used_mb) as average_mb, pct(used_mb, 95) as p95_mb, max(used_mb) as peak_mb,
    max(memory_mb) - max(used_mb) as headroom_mb, max(used_mb) * 100 / max(memory_mb) as peak_percent by memory_mb
| sort memory_mb asc
