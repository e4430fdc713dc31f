/**
 * The fields that an event of this pipeline can have. A name outside of them (and outside of what the fetched
 * events have, and of the query's own aliases) is taken for a typing error: on AWS it would silently match nothing.
 */

/** From the service and from Lambda's platform lines. */
export const systemFieldNames: readonly string[] = [
  "@timestamp",
  "@ingestionTime",
  "@message",
  "@log",
  "@logStream",
  "@ptr",
  "@type",
  "@requestId",
  "@duration",
  "@billedDuration",
  "@initDuration",
  "@memorySize",
  "@maxMemoryUsed",
];

/** From the function's own lines (lambda/profile-object.ts and lambda/adapters/logger.ts). */
export const functionFieldNames: readonly string[] = [
  "level",
  "message",
  "timestamp",
  "service",
  "cold_start",
  "function_arn",
  "function_memory_size",
  "function_name",
  "function_request_id",
  "file_name",
  "status",
  "error_code",
  "row_count",
  "column_count",
  "size_bytes",
  "text_bytes",
  "duration_ms",
  "throughput_mb_per_s",
  "peak_memory_mb",
  "missing_cells",
  "invalid_cells",
  "missing_percentage",
  "invalid_percentage",
  "engine",
  "cost_estimate_usd",
  "error.name",
  "error.message",
  "error.location",
  "error.stack",
];
