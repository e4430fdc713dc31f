import { itemBytesMax } from "../../lambda/limits.ts";

/** The output contract as `csvprofile profile --help` prints it. A test holds it against the JSON Schema. */
export const summaryFields = `Fields of the summary (--json, processed/<name>_summary.json, and the metadata item):

  summary_version          version of this contract; fields are added within one, never renamed
  file_name                the file's base name; in the pipeline its key below uploads/
  status                   success, or error: the file could not be profiled (to its end)
  partial                  true: an error cut the profile short, the figures cover what lies before it
  error_code               EMPTY_FILE, NOT_TEXT, NOT_A_TABLE, QUOTE_NOT_CLOSED …; null without an error
  error_message            what is wrong, where (line and byte), what to do; null without an error
  upload_timestamp         when it was uploaded; for a file its modification time (ISO 8601, UTC)
  processed_timestamp      when the profile was made (ISO 8601, UTC)
  source
    bucket, key, etag, version_id, sequencer
                           which object and which version of it; null for files
    size_bytes             bytes as stored, before decompression
    compression            none, gzip or zstd
  dialect                  null when the file failed before it was known
    delimiter, quote, escape
                           one character each; null: nothing quotes, nothing escapes
    terminator             LF, CRLF, CR, mixed or none
    encoding, bom          how bytes were read as text, and whether a byte order mark led them
    header                 whether the first record holds the names
    skipped_lines          lines before the table
    confidence             0 to 1; 1 when all of it was stated
  row_count                data rows, without header and blank lines
  column_count             columns
  schema                   column → int, float, date or string
  statistics               numeric column → its statistics, the same as in columns
  columns[]                one entry a column, in the file's order
    name, position         position counts from 1
    type                   int, float, date or string: what at least 90 % of the values are (--type-share)
    confidence             0 to 1: share of the values that fit the type; null when every value is missing
    type_counts            cells by what they are: int, float, date, string, null_token, empty
    missing                count, and percentage of total_rows
    invalid                cells not of the column's type: count, percentage, examples (row, line, value)
    completeness           percentage of the rows that have a value
    distinct               distinct values of the type, as written: count, method (exact, hyperloglog),
                           standard_error (relative; 0 when exact)
    uniqueness             distinct values for each value, in percent
    frequent               most frequent values: value, truncated, count, percentage (of the values of the type);
                           method (exact, misra_gries), error_max: counts are low by at most this
    ledger[]               why this type: type, verdict (chosen, rejected), fits (values), percentage (of the
                           values that are not missing), breaks (values that do not fit), examples, reason in
                           words, flip: the smallest change that gives it, or makes it text (becomes, action,
                           values, cells)
    hints[]                what the column seems to be beside its type: hint, percentage, method (exact, sample),
                           message, statistics (formatted numbers read as numbers)
    statistics             null when the column has no value of its type, else
      int, float             count, min, max, avg, sum, variance, stddev (sample, n − 1; null below 2 values),
                             zeros, negatives, skewness (G1), kurtosis (G2, excess);
                             min_exact, max_exact: integers past 2^53, as text
        quantiles            p1, p5, p25, p50, p75, p95, p99; method (exact, ddsketch), relative_error
        histogram            edges, counts, below, above (values outside of the edges), method
        outliers             beyond 1.5 IQR: count, below, above, fence_low, fence_high, method
      date                   count, min, max (ISO 8601), span_days, span, formats (format, count),
                             order (day_first, month_first), order_verdict (not_needed, decided, mixed,
                             ambiguous, stated), histogram: unit, bins (start, count), below, above
      string                 count, length_min, length_max, length_avg in characters of the trimmed text,
                             shapes: method, values (shape such as AA-999, percentage)
  quality_issues
    total_rows, has_issues
    missing_values         column → count, percentage
    invalid_values         column → count, percentage, examples
    short_rows, long_rows  rows with fewer or more fields than the header: count, examples (row, line, fields)
    duplicate_rows         rows that repeat an earlier one: count, method (exact, adaptive_sampling), standard_error
    stray_quotes           rows with quotes inside an unquoted field, taken literally: count, examples
    text_after_quotes      rows with text between a closing quote and the delimiter: count, examples
    runaway_quotes         quotes opened and not closed on their line, taken literally: count, examples
    undecodable_bytes      bytes that the encoding does not have
    renamed_columns        position, from, to, reason (blank, duplicate, too_long)
    receipt                every line accounted for: lines = preamble_lines + header_lines + blank_lines +
                           record_lines + footer_lines + unread_lines; records; balanced
    alerts[]               what to look at before trusting the data: code, severity (error, warning, info),
                           column (null: the table), message, evidence (count, examples: line, row, value, fields)
  processing
    engine                 reference or kernel
    figures                all; basic (--figures basic): frequent, duplicate_rows, the histogram of dates and the
                           statistics of texts are null, and hints and alerts that rest on them are not there
    threads                that have read the text
    duration_ms            milliseconds
    throughput_mb_per_s    10^6 bytes of decompressed text a second
    bytes_read             bytes
    peak_memory_mb         highest resident memory of the process so far, in 2^20 bytes
    cost_estimate_usd      US dollars at list price; null outside of Lambda

In processed/, the summary of data.csv is data_summary.json, of data.tsv data.tsv_summary.json, and of a name without
such an extension, noext, noext.summary.json. The metadata item has no columns[], and beyond ${itemBytesMax / 1024} KiB it leaves out the
widest of the rest: truncated is true then, and truncated_fields lists what is not there. Its summary_key and report_key
say where the whole is.

Rows count data rows from 1, lines count physical lines from 1. Percentages are of total_rows where nothing else
is said.

Memory: the file is streamed and never held. A column costs some 650 KB at most, whatever the number of rows, and
less in wide tables: 10,000 columns of 1,000 rows stay below 512 MiB. All rows together cost some 50 MB more, and
one record is held at a time (16 MiB at the most).

Exit codes: 0 the file was profiled, 1 it could not be (the reason is in the output), 2 bad usage.`;
