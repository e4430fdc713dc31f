/** Checks a summary, from wherever it came, against the public contract. */
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { summarySchema } from "../lambda/profile/summary-schema.ts";

const ajv = new Ajv2020({ strict: true });
formats.default(ajv);
const validate = ajv.compile(summarySchema);

/** One line for each breach, none when the value is a summary. */
export function contractBreaches(value: unknown): string[] {
  return validate(value)
    ? []
    : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message ?? e.keyword}`);
}
