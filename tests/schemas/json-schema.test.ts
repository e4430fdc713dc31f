/** The JSON Schema of a row, held against every row of the sample files by an independent validator. */
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { sampleFiles } from "../../scripts/sample-files.ts";
import { rowSchema } from "../../scripts/schemas/json-schema.ts";
import { sample } from "../project-files.ts";
import { sampleSummary, summaryOfText } from "../report/sample-summaries.ts";
import { jsonRows } from "./rows.ts";

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
formats.default(ajv);

describe("rows conform, and exactly those with invalid cells do not", () => {
  test.each(sampleFiles.filter(({ errorCode }) => errorCode === null).map(({ name }) => name))(
    "%s",
    async (name) => {
      const summary = await sampleSummary(name);
      const validate = ajv.compile(rowSchema(summary));
      const rows = await jsonRows(sample(name), summary);
      expect(rows).toHaveLength(summary.row_count);
      for (const { row, isInvalid } of rows) {
        expect({ row, conforms: validate(row) }).toEqual({ row, conforms: !isInvalid });
      }
    },
  );
});

test("a column may have any name", async () => {
  const summary = await summaryOfText("__proto__,constructor\n1,x\n2,y\n", { header: true });
  const schema = rowSchema(summary);
  expect(schema.required).toEqual(["__proto__", "constructor"]);
  const validate = ajv.compile(schema);
  expect(validate(JSON.parse('{"__proto__":1,"constructor":"x"}'))).toBe(true);
  expect(validate(JSON.parse('{"__proto__":"1","constructor":"x"}'))).toBe(false);
});

test("null is allowed where a value was missing, and only there", async () => {
  const summary = await summaryOfText("a,b,c\n1,,\n2,5,\n3,6,\n");
  const { properties } = rowSchema(summary);
  expect(properties).toEqual({
    a: { type: "integer" },
    b: { type: ["integer", "null"] },
    c: { type: ["string", "null"] },
  });
});
