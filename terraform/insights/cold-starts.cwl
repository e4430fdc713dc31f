# How many invocations started cold, hour by hour, and how long their initialisation took, in milliseconds.
filter @type = "REPORT" and @log like "-processor-"
| stats count(*) as invocations, count(@initDuration) as cold_starts,
    count(@initDuration) * 100 / count(*) as cold_percent, avg(@initDuration) as average_init_ms,
    max(@initDuration) as slowest_init_ms by bin(1h) as hour
| sort hour asc
