import type { InitSummary } from "./init.js";
import { printable } from "./printable.js";
import { table } from "./summary.js";
import type { Colors } from "./terminal.js";

export function initText({ files, next }: InitSummary, colors: Colors): string {
  const lines = files.map(({ file, state }) => ({
    label: state,
    text: state === "kept" ? `${file} · it is as it was` : file,
  }));
  return table([...lines, { label: "next", text: next }], colors);
}

export function initJson({ files, next }: InitSummary): string {
  return `${printable(JSON.stringify({ files, next }, undefined, 2))}\n`;
}
