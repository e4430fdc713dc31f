/** The dashboard over HTTP, on the loopback address only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { renderReport } from "../../lambda/report/render-report.ts";
import { CommandFailure } from "../command-failure.ts";
import { explainServiceError } from "../service-errors.ts";
import type { FileStatus } from "./api.ts";
import type { Dashboard } from "./dashboard.ts";
import { clientPath, pageHeaders, renderPage, stylePath } from "./page.ts";
import { RequestGuard } from "./request-guard.ts";
import { dashboardStyle } from "./style.ts";

export interface DashboardServer {
  /** With the token, which a browser keeps to itself behind `#`. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  close(): Promise<void>;
}

/** @param port 0 takes any free one. @param clientScript of the page */
export async function startDashboard(
  dashboard: Dashboard,
  port: number,
  clientScript: string,
): Promise<DashboardServer> {
  const server = createServer();
  // A large file takes longer than Node's five minutes.
  server.requestTimeout = 0;
  const actualPort = await listen(server, port);
  const guard = new RequestGuard(actualPort);
  const assets = new Map([
    ["/", { type: "text/html; charset=utf-8", body: renderPage(dashboard.target) }],
    [stylePath, { type: "text/css; charset=utf-8", body: dashboardStyle }],
    [clientPath, { type: "text/javascript; charset=utf-8", body: clientScript }],
  ]);
  server.on("request", (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendFailure(response, error, dashboard);
      else response.destroy();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const refusal = guard.refuseForeign(request, url.pathname === "/");
    if (refusal !== null) return sendJson(response, refusal.status, { error: refusal.error });
    const asset = assets.get(url.pathname);
    if (asset !== undefined) return sendText(response, asset.type, asset.body);
    const [, place = "", ticket = ""] = /^\/(report|summary)\/([\w-]+)$/.exec(url.pathname) ?? [];
    if (place !== "") return sendDocument(response, place, dashboard.tickets.fileNameOf(ticket));
    const route = routes.get(`${request.method} ${url.pathname}`);
    if (route === undefined) return sendJson(response, 404, { error: "There is nothing here." });
    const unknown = guard.refuseUnknown(request);
    if (unknown !== null) return sendJson(response, unknown.status, { error: unknown.error });
    sendJson(response, 200, await route(url.searchParams, request));
  }

  type Route = (query: URLSearchParams, request: IncomingMessage) => Promise<object>;
  const routes = new Map<string, Route>([
    ["GET /api/files", (query) => dashboard.list(listRequest(query))],
    ["GET /api/file", (query) => dashboard.detail(query.get("name") ?? "")],
    ["PUT /api/uploads", (query, request) => dashboard.upload(query.get("name") ?? "", request)],
    [
      "POST /api/redrives",
      async (query) => {
        await dashboard.redrive(query.get("name") ?? "");
        return {};
      },
    ],
  ]);

  async function sendDocument(response: ServerResponse, place: string, fileName: string | null) {
    if (fileName === null) return sendJson(response, 404, { error: "Open this file from the list again." });
    const summary = await dashboard.summary(fileName);
    if (place === "summary") {
      const name = encodeURIComponent(`${fileName.replaceAll("/", "_")}_summary.json`);
      response.setHeader("content-disposition", `attachment; filename*=UTF-8''${name}`);
      return sendText(response, "application/json", `${JSON.stringify(summary, null, 2)}\n`);
    }
    // The report states its own policy for what is in it; a frame of ours may show it, in a sandbox.
    response.setHeader("content-security-policy", "sandbox allow-scripts; frame-ancestors 'self'");
    response.setHeader("x-frame-options", "SAMEORIGIN");
    sendText(response, "text/html; charset=utf-8", renderReport(summary));
  }

  return {
    url: `http://127.0.0.1:${actualPort}/#token=${guard.token}`,
    port: actualPort,
    token: guard.token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listRequest(query: URLSearchParams) {
  const statuses: readonly FileStatus[] = ["waiting", "success", "error"];
  return {
    status: statuses.find((status) => status === query.get("status")) ?? null,
    search: query.get("search") ?? "",
    token: query.get("token"),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new CommandFailure(`Port ${port} is taken: choose another with --port, or 0 for any free one.`)
          : error,
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the dashboard does not listen");
  return address.port;
}

function sendText(response: ServerResponse, type: string, body: string): void {
  response.setHeader("content-type", type);
  response.end(body);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.statusCode = status;
  // What is left of a refused upload is not waited for.
  if (status >= 400) response.setHeader("connection", "close");
  sendText(response, "application/json", JSON.stringify(body));
}

function sendFailure(response: ServerResponse, error: unknown, { target }: Dashboard): void {
  const isOurs = error instanceof CommandFailure;
  const explained = isOurs ? error.message : explainServiceError(error, target.endpoint, target.environment);
  const message = explained ?? (error instanceof Error ? error.message || error.name : String(error));
  sendJson(response, isOurs ? 400 : 502, { error: message });
}
