#!/usr/bin/env node
import { existsSync } from "node:fs";
import module from "node:module";

// Node 22.1 keeps what it has compiled for the next run; before it, there is no such thing.
module.enableCompileCache?.();

// A published package holds dist/ only; in a checkout the sources are there, and dist/ follows them.
const isCheckout = existsSync(new URL("cli.ts", import.meta.url));
try {
  const cli = isCheckout
    ? await import("./build.mjs").then(({ freshBuild }) => freshBuild())
    : new URL("../dist/cli.js", import.meta.url);
  const { run } = await import(cli.href);
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  // What gets here happened before the command line could take over, such as sources that do not build.
  console.error(
    `clientwright cannot start: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 3;
}
