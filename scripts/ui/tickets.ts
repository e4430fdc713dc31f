/**
 * Paths that need no token, because a frame or a download cannot send one: each stands for one file and was handed to a
 * page that has the token.
 */
import { randomBytes } from "node:crypto";

const ticketsMax = 1_000;

export class Tickets {
  readonly #fileNames = new Map<string, string>();
  readonly #tickets = new Map<string, string>();

  /** The same for the same file, as long as it is among the newest. */
  issue(fileName: string): string {
    const known = this.#tickets.get(fileName);
    if (known !== undefined) return known;
    const ticket = randomBytes(24).toString("base64url");
    this.#tickets.set(fileName, ticket);
    this.#fileNames.set(ticket, fileName);
    const [oldest] = this.#tickets;
    if (this.#tickets.size > ticketsMax && oldest !== undefined) {
      this.#tickets.delete(oldest[0]);
      this.#fileNames.delete(oldest[1]);
    }
    return ticket;
  }

  /** Null when there is no such ticket. */
  fileNameOf(ticket: string): string | null {
    return this.#fileNames.get(ticket) ?? null;
  }
}
