import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { TestProject } from "vitest/node";
import { installTools } from "../tools/install.mjs";
import { generated, repository } from "./places.js";
import { runOrThrow } from "./run.js";

/** Where the package is that a consumer has installed. */
export interface Consumer {
  /** A copy of `generated/`, built by `npm pack`. */
  readonly source: string;
  readonly tarball: string;
  /** A project that was empty before `npm install <tarball>`. */
  readonly project: string;
}

/** Or why there is none: the tests then fail one by one, and those of other folders still run. */
export type Setup = Consumer | { readonly failure: string };

declare module "vitest" {
  interface ProvidedContext {
    consumer: Setup;
  }
}

/** Runs once before the tests of this folder: builds, packs and installs what they all look at. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "clientwright-consumer-")));
  try {
    installTools();
    project.provide("consumer", await prepare(folder));
  } catch (error) {
    project.provide("consumer", {
      failure: error instanceof Error ? error.message : String(error),
    });
  }
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}

async function prepare(folder: string): Promise<Consumer> {
  const workshop = join(folder, "workshop");
  const source = join(workshop, "package");
  cpSync(generated, source, {
    recursive: true,
    filter: (path) => !["dist", "node_modules"].includes(relative(generated, path)),
  });
  // What `npm install` would put there, from what is installed already: the compiler and openapi-fetch.
  symlinkSync(join(repository, "node_modules"), join(workshop, "node_modules"), "junction");
  await npm(source, "pack", "--pack-destination", folder);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack made no tarball");
  const project = join(folder, "project");
  await install(project, join(folder, tarball));
  return { source, tarball: join(folder, tarball), project };
}

/** Into an empty project, without a network: dependencies are taken from our own ones, as copies. */
async function install(project: string, tarball: string): Promise<void> {
  mkdirSync(project, { recursive: true });
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "consumer", private: true, type: "module" }),
  );
  const ours = ["openapi-fetch", "openapi-typescript-helpers", "@types/node", "undici-types"];
  await npm(
    project,
    "install",
    "--offline",
    "--install-links",
    tarball,
    ...ours.map((name) => join(repository, "node_modules", name)),
  );
}

function npm(cwd: string, ...args: readonly string[]) {
  return runOrThrow("npm", [...args, "--no-audit", "--no-fund"], { cwd });
}
