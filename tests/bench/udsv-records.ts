/** uDSV, in a file of its own: the names that it exports are not seen by an `import()` of the library itself. */
import { inferSchema, initParser } from "udsv";

/** Records without the header. */
export async function countRecords(texts: AsyncIterable<string>): Promise<number> {
  let rows = 0;
  let parser: ReturnType<typeof initParser> | null = null;
  for await (const text of texts) {
    parser ??= initParser(inferSchema(text));
    parser.chunk<string[]>(text, parser.stringArrs, () => {
      rows++;
    });
  }
  parser?.end();
  return rows;
}
