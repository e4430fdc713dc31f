/** That both projects of vitest.config.ts profile with the engine that they are named after. */
import { expect, test } from "vitest";
import { profileCsv } from "../../lambda/profile/profile-csv.ts";
import { profileObject } from "../../lambda/profile-object.ts";
import { upload, worldOf } from "../fakes/world.ts";
import { engineUnderTest } from "./engine-under-test.ts";

const expected = engineUnderTest === "reference" ? "reference" : "kernel";
const text = "name,n\nAnn,1\nBob,2\n";

async function* chunks() {
  yield new TextEncoder().encode(text);
}

test("the core profiles with the engine under test", async () => {
  expect((await profileCsv(chunks())).engine).toBe(expected);
});

test("so does the function", async () => {
  const world = worldOf();
  await profileObject(upload(world, "people.csv", text), world);
  expect(world.metadata.items.get("people.csv")?.summary.processing.engine).toBe(expected);
});

test("a stated engine is the reference, whatever is under test", async () => {
  expect((await profileCsv(chunks(), { engine: "reference" })).engine).toBe("reference");
});
