/** Structured events as JSON lines on standard output, through Powertools for AWS Lambda. */
import { Logger, type LogItem } from "@aws-lambda-powertools/logger";
import type { Context } from "aws-lambda";
import type { LogLevel } from "../config.ts";
import type { EventLog } from "../ports.ts";

/**
 * Powertools sends errors to stderr and, with POWERTOOLS_DEV, indents. Here every event is one line on stdout, so
 * that order is kept and what reads the log need not care how the function was started.
 */
class StdoutLogger extends Logger {
  protected override printLog(_logLevel: number, log: LogItem): void {
    log.prepareForPrint();
    process.stdout.write(`${JSON.stringify(log.getAttributes(), this.getJsonReplacer())}\n`);
  }
}

export interface InvocationLog extends EventLog {
  /** Stamp the events that follow with the request id and the function's name. */
  begin(context: Context): void;
}

export function powertoolsLog(serviceName: string, logLevel: LogLevel): InvocationLog {
  const logger = new StdoutLogger({ serviceName, logLevel });
  return {
    begin: (context) => logger.addContext(context),
    info: (event, fields) => logger.info(event, { ...fields }),
    warn: (event, fields) => logger.warn(event, { ...fields }),
    error: (event, fields, cause) =>
      logger.error(event, { ...fields, error: cause instanceof Error ? cause : new Error(String(cause)) }),
  };
}
