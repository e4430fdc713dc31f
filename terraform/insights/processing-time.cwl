# How long does profiling a file take, hour by hour: average, 95th percentile and the slowest, in milliseconds.
filter message in ["file.profiled", "file.failed"]
| stats count(*) as files, avg(duration_ms) as average_ms, pct(duration_ms, 95) as p95_ms,
    max(duration_ms) as slowest_ms by bin(1h) as hour
| sort hour asc
