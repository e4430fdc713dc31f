/**
 * Who may speak to the dashboard: the page that it served itself, and whoever knows the token of this start. Other
 * pages in the same browser can send requests to loopback addresses too, under a name of their own even (DNS
 * rebinding); they do not know the token, and cannot forge Host, Origin or Sec-Fetch-Site.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

export type Refusal = { readonly status: 401 | 403; readonly error: string };

export class RequestGuard {
  readonly token = randomBytes(32).toString("base64url");
  readonly #hosts: ReadonlySet<string>;

  constructor(port: number) {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  }

  /** For every request. @returns null when it may pass */
  refuseForeign({ headers }: IncomingMessage, mayBeNavigation: boolean): Refusal | null {
    const { host = "", origin } = headers;
    const site = headers["sec-fetch-site"];
    if (!this.#hosts.has(host)) return { status: 403, error: "The dashboard answers under 127.0.0.1 only." };
    if (origin !== undefined && origin !== `http://${host}`) return foreign;
    // A link on another page may lead to the dashboard's start, which tells nothing and does nothing.
    if (site !== undefined && site !== "same-origin" && site !== "none" && !mayBeNavigation) return foreign;
    return null;
  }

  /** For everything that reads or changes data. @returns null when it may pass */
  refuseUnknown({ headers }: IncomingMessage): Refusal | null {
    const given = Buffer.from(headers.authorization ?? "");
    const expected = Buffer.from(`Bearer ${this.token}`);
    if (given.length === expected.length && timingSafeEqual(given, expected)) return null;
    return {
      status: 401,
      error: "The token is missing or of an earlier start: open the address that csvprofile ui has printed.",
    };
  }
}

const foreign = { status: 403, error: "Requests from other pages are refused." } as const;
