/** The exit codes of `csvprofile`: 0 all is well, 1 the data is bad, 2 the command could not be carried out. */
export const exitCodes = { ok: 0, badData: 1, badUsage: 2 } as const;

/** Something the user can act on. The command line prints its message as one line, without a stack trace. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly exitCode: 1 | 2;

  constructor(message: string, options?: ErrorOptions & { readonly exitCode?: 1 | 2 }) {
    super(message, options);
    this.exitCode = options?.exitCode ?? exitCodes.badUsage;
  }
}

/** The `code` of a Node or SDK error (`ENOENT`, `ECONNREFUSED` …), "" where there is none. */
export function errorCode(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error) return String(error.code);
  return "";
}
