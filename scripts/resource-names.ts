/** The names of the deployed parts, the same for the embedded stack, LocalStack and (with an account id) AWS. */

const project = "data-ingestion-pipeline";

export interface ResourceNames {
  readonly bucket: string;
  readonly table: string;
  readonly functionName: string;
}

/** Names by convention, e.g. `data-ingestion-pipeline-data-local`. Keep in step with terraform/locals.tf. */
export function resourceNames(environment: string): ResourceNames {
  return {
    bucket: `${project}-data-${environment}`,
    table: `${project}-file-metadata-${environment}`,
    functionName: `${project}-processor-${environment}`,
  };
}

/** The function that records events which failed for good. */
export function recorderNameOf(environment: string): string {
  return `${project}-recorder-${environment}`;
}

/** The queue that events which failed for good go through on their way to the recorder. */
export function failureQueueNameOf(environment: string): string {
  return `${project}-failures-${environment}`;
}
