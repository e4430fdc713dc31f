import { spawn } from "node:child_process";
import { type Command, InvalidArgumentError } from "commander";
import { note, printData } from "../render/output.ts";
import type { Target } from "../targets.ts";
import { type EnvironmentFlags, environmentOption, withTarget } from "./environment.ts";

interface Flags extends EnvironmentFlags {
  readonly port: number;
  readonly open?: boolean;
}

const defaultPort = 4580;

export function configureUi(command: Command): void {
  command
    .description(
      "Serve a page on this machine's loopback address: the uploaded files and how they ended, their reports, " +
        "upload by dropping files on it, and profiling again. Ctrl-C ends it.",
    )
    .addOption(environmentOption())
    .option("--port <number>", "port on the loopback address; 0 takes any free one", parsePort, defaultPort)
    .option("--open", "open it in the browser")
    .action((flags: Flags) => withTarget(flags.env, (target) => serve(target, flags)));
}

async function serve(target: Target, flags: Flags): Promise<void> {
  const { withRecoveryClients } = await import("../recovery/clients.ts");
  const { clientScript } = await import("../ui/client-script.ts");
  const { Dashboard } = await import("../ui/dashboard.ts");
  const { startDashboard } = await import("../ui/server.ts");
  await withRecoveryClients(target, async (clients) => {
    const server = await startDashboard(new Dashboard(clients, target), flags.port, await clientScript());
    await printData(`${server.url}\n`);
    note(`The files of s3://${target.bucket}. The address is for this start only; Ctrl-C ends it.`);
    if (flags.open) openInBrowser(server.url);
    await new Promise<void>((settle) => {
      process.once("SIGINT", settle);
      process.once("SIGTERM", settle);
    });
    await server.close();
  });
}

function openInBrowser(url: string): void {
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url]
        : ["xdg-open", url];
  if (command === undefined) return;
  const browser = spawn(command, args, { stdio: "ignore", detached: true });
  browser.once("error", () => note("No browser could be started: open the address above."));
  browser.unref();
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError("Expected a port number from 0 to 65535.");
  return port;
}
