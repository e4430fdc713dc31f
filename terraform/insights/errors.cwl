# What went wrong, newest first: files that could not be profiled (with their code), faults of a service that
# Lambda retries, and invocations that the platform killed (timeout, out of memory). The
# recorder's lines bear the request of the invocations that were given up.
fields @timestamp, level, coalesce(message, @message) as event, file_name, error_code,
    coalesce(error_message, error.message) as problem,
    coalesce(failed_request_id, function_request_id, @requestId) as request
| filter level in ["ERROR", "CRITICAL"] or status = "error"
    or @message like /Task timed out after|Runtime exited with error|Uncaught Exception/
| sort @timestamp desc
| limit 50
