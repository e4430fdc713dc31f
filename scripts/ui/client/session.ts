/**
 * The token of this start: taken from the address once, then kept for this tab only, so that it is neither on screen nor
 * in the history.
 */

const storageKey = "token";

export function takeToken(): string {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const given = parameters.get("token");
  if (given !== null) {
    sessionStorage.setItem(storageKey, given);
    parameters.delete("token");
    const rest = parameters.toString();
    history.replaceState(null, "", rest === "" ? "/" : `#${rest}`);
  }
  return sessionStorage.getItem(storageKey) ?? "";
}
