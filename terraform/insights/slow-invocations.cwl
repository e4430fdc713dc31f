# The 20 longest invocations: what Lambda measured and billed, beside the file that was profiled in them.
fields coalesce(function_request_id, @requestId) as request
| filter ispresent(duration_ms) or (@type = "REPORT" and @log like "-processor-")
| stats max(@duration) as invocation_ms, max(@billedDuration) as billed_ms, max(duration_ms) as profiling_ms,
    max(size_bytes / 1000 / 1000) as megabytes, sortsLast(file_name) as file by request
| sort invocation_ms desc
| limit 20
