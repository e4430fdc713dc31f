# The 20 longest invocations: what Lambda measured and billed, beside the file that was profiled in them. Retries of
# an event keep its request id: attempts counts them, and the times are those of the slowest.
fields coalesce(function_request_id, @requestId) as request
| filter @log like "-processor-" and (ispresent(file_name) or @type = "REPORT")
| stats max(@duration) as invocation_ms, max(@billedDuration) as billed_ms, count(@duration) as attempts,
    max(duration_ms) as profiling_ms, max(size_bytes / 1000 / 1000) as megabytes, sortsLast(file_name) as file
    by request
| sort invocation_ms desc
| limit 20
