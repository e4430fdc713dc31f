# Which files cost the most: estimated Lambda cost of all their runs, in millionths of a US dollar.
# (Insights shows four decimals, in which the dollars of most files would be 0.)
filter ispresent(cost_estimate_usd) and ispresent(file_name)
| stats sum(cost_estimate_usd * 1000000) as cost_micro_usd, count(*) as runs, sum(duration_ms) as profiling_ms,
    sum(size_bytes) / 1000 / 1000 as megabytes by file_name
| sort cost_micro_usd desc, file_name asc
| limit 20
