# How much is profiled, hour by hour: files, rows and megabytes, and how fast, in MB/s.
filter message = "file.profiled"
| stats count(*) as files, sum(row_count) as rows_profiled, sum(size_bytes) / 1000 / 1000 as megabytes,
    avg(throughput_mb_per_s) as average_mb_per_s, min(throughput_mb_per_s) as slowest_mb_per_s by bin(1h) as hour
| sort hour asc
