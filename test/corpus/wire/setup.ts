import { installTools } from "../../tools/install.mjs";

/** Runs once before the tests of this folder: the judge of values is a tool that is installed beside them. */
export function setup(): void {
  installTools();
}
