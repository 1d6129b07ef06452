import { nearest } from "../config/nearest.js";
import type { Colors } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import { catalogue, type DiagnosticCode } from "./catalogue.js";

/** The entry of the catalogue for a code; throws a `UsageError` that names the nearest for one that does not exist. */
export function explain(code: string, colors: Colors): string {
  if (!isCode(code)) {
    const near = nearest(code, Object.keys(catalogue));
    const hint =
      near === undefined ? "the codes stand behind error or warning" : `did you mean ${near}?`;
    throw new UsageError(`there is no code ${JSON.stringify(code)}; ${hint}`);
  }
  const { severity, title, cause, fix } = catalogue[code];
  const paint = { error: colors.red, warning: colors.yellow, hint: colors.cyan }[severity];
  return `${paint(severity)} ${code}: ${title}\n\n${cause}\n\nWhat to do: ${fix}\n`;
}

function isCode(code: string): code is DiagnosticCode {
  return Object.hasOwn(catalogue, code);
}
