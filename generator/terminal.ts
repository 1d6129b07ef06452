import picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours for a stream: on a terminal only, and not where the reader declined them (NO_COLOR, TERM=dumb). */
export function colorsFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Colors {
  const isDeclined = Boolean(environment["NO_COLOR"]) || environment["TERM"] === "dumb";
  return picocolors.createColors(stream.isTTY === true && !isDeclined);
}
