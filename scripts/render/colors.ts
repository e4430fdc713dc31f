import picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours where a person reads along: on a terminal that is not dumb, and never against NO_COLOR. */
export function colorsFor(stream: { readonly isTTY?: boolean }): Colors {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0";
  const wanted = !NO_COLOR && (forced || (stream.isTTY === true && TERM !== "dumb"));
  return picocolors.createColors(wanted);
}
