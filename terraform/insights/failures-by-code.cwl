# Why do files fail: how often each error code occurs, in how many files, and the latest of them.
filter status = "error" and ispresent(error_code)
| stats count(*) as failures, count_distinct(file_name) as files, latest(file_name) as latest_file,
    latest(timestamp) as last_seen by error_code
| sort failures desc, error_code asc
