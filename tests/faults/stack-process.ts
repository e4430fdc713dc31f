/** The embedded stack in a process of its own, so that it can be killed. Argument: the options as JSON. */
import { startLocalAws } from "../../scripts/local-aws/server.ts";

const { url } = await startLocalAws(JSON.parse(process.argv[2] ?? "{}"));
process.stdout.write(`${url}\n`);
