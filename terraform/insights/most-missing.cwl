# Which files have the most missing and invalid values, as of their latest version, in percent of all cells.
filter message = "file.profiled"
| fields missing_percentage + invalid_percentage as bad
| stats latest(bad) as bad_percent, latest(missing_percentage) as missing_percent,
    latest(invalid_percentage) as invalid_percent, latest(missing_cells) as missing, latest(invalid_cells) as invalid,
    latest(row_count) as rows_profiled, latest(column_count) as columns_profiled by file_name
| sort bad_percent desc, file_name asc
| limit 20
