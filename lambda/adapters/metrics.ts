/** CloudWatch metrics in the embedded metric format: one JSON line on standard output for each file. */
import { Metrics as PowertoolsMetrics } from "@aws-lambda-powertools/metrics";
import { attemptErrorCodes } from "../content-version.ts";
import type { Metrics } from "../ports.ts";

const namespace = "DataIngestionPipeline";

/** With the dimensions `service` and `environment`: alarms and dashboard look the metrics up by exactly these. */
export function emfMetrics(serviceName: string, environment: string): Metrics {
  const metrics = new PowertoolsMetrics({ namespace, serviceName, defaultDimensions: { environment } });
  return {
    fileProfiled(figures) {
      metrics.addMetric("FilesProcessed", "Count", 1);
      metrics.addMetric("FilesFailed", "Count", figures.status === "error" ? 1 : 0);
      const isAttempt = attemptErrorCodes.some((code) => code === figures.errorCode);
      metrics.addMetric("AttemptsFailed", "Count", isAttempt ? 1 : 0);
      metrics.addMetric("RowsProcessed", "Count", figures.rows);
      metrics.addMetric("BytesProcessed", "Bytes", figures.bytes);
      metrics.addMetric("ProcessingDuration", "Milliseconds", figures.durationMs);
      metrics.publishStoredMetrics();
    },
  };
}
