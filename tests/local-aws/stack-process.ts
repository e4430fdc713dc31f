/** Run by restart.test.ts in a process of its own, which it kills: start a stack and say where it listens. */
import { startLocalAws } from "../../scripts/local-aws/server.ts";

const [dataDir = "", functionBundle = ""] = process.argv.slice(2);
const { url } = await startLocalAws({ dataDir, functionBundle, port: 0, retryDelaysMs: [] });
process.stdout.write(`${url}\n`);
