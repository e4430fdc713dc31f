import { describe, expect, it } from "vitest";
import { userMetadata } from "../../lambda/adapters/user-metadata.ts";

describe("user metadata", () => {
  it.each([
    [{ "CSV-Delimiter": ";" }, { "csv-delimiter": ";" }],
    [{ a: "=?UTF-8?B?wqY=?=" }, { a: "¦" }],
    [{ a: "=?utf-8?Q?=C2=A6_x?=" }, { a: "¦ x" }],
    [{ a: "=?UTF-8?B?wqY=?= =?UTF-8?B?wqY=?=" }, { a: "¦¦" }],
    [{ a: "plain =?text" }, { a: "plain =?text" }],
    [undefined, {}],
  ])("%j → %j", (metadata, expected) => expect(userMetadata(metadata)).toEqual(expected));
});
