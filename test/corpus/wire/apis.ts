/** A description with the client that is made of it, ready to be judged. */

import { join } from "node:path";
import { build } from "esbuild";
import { Diagnostics } from "../../../generator/diagnostics.js";
import { generate } from "../../../generator/generate.js";
import type { ApiModel } from "../../../generator/model/types.js";
import { buildModel } from "../../../generator/model/build.js";
import type { DocumentSources } from "../../../generator/spec/read-document.js";
import { readDocument } from "../../../generator/spec/read-document.js";
import type { Templates } from "../../../generator/templates.js";
import { bundle } from "../../properties/emitted.js";
import { judge, pairsOf } from "./calls.js";
import type { Pair, Verdict } from "./calls.js";
import { readApi } from "./description.js";
import type { WireOperation } from "./description.js";
import { WireServer } from "./exchange.js";
import { Random, seedOf } from "./random.js";
import { Schemas } from "./schemas.js";

export interface Outcome extends Verdict {
  readonly operation: string;
  readonly seed: number;
  readonly features: readonly string[];
}

export interface Described {
  /** Its name, which seeds what is made up. */
  readonly file: string;
  readonly text: string;
  /** Folder of a package that has been generated from it; without one it is generated in memory. */
  readonly folder?: string;
}

/** Judges a sample of an API's operations. */
export async function judgeApi(
  { file, text, folder }: Described,
  templates: Templates,
  limit: number,
): Promise<Outcome[]> {
  const shared = { description: { file, text }, overlays: [] };
  const document = readDocument(shared, new Diagnostics());
  // What is read from several files is not one text, which is what the server has.
  if (document === undefined) return [];
  const reservedTypeNames = templates.runtimeExports.map(({ name }) => name);
  const model = buildModel(document, { reservedTypeNames });
  const api = readApi(text);
  const server = await WireServer.start();
  try {
    const code =
      folder === undefined ? await generated(shared, templates) : await bundleFolder(folder);
    const Client = await clientOf(code, model);
    const judged = {
      api,
      model,
      Client,
      server,
      request: new Schemas(api, "request"),
      response: new Schemas(api, "response"),
    };
    const outcomes: Outcome[] = [];
    for (const pair of sample(pairsOf(api, model), limit, seedOf(file))) {
      const operation = `${pair.wire.method} ${pair.wire.path}`;
      const seed = seedOf(`${file} ${operation}`);
      const features = featuresOf(pair);
      try {
        outcomes.push({
          operation,
          seed,
          features,
          ...(await judge(judged, pair, new Random(seed))),
        });
      } catch (error) {
        outcomes.push({
          operation,
          seed,
          features,
          calls: 0,
          problems: [],
          skipped: String(error),
        });
      }
    }
    return outcomes;
  } finally {
    server.close();
  }
}

async function generated(sources: DocumentSources, templates: Templates): Promise<string> {
  const { files } = await generate({
    ...sources,
    options: {},
    templates,
    generatorVersion: "0.0.0",
  });
  return bundle(new Map(files.map(({ path, text }) => [path, text])));
}

async function bundleFolder(folder: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "src/index.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    preserveSymlinks: true,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

async function clientOf(code: string, { clientName }: ApiModel): Promise<Constructor> {
  const url = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
  const exports = (await import(/* @vite-ignore */ url)) as Record<string, Constructor>;
  return exports[clientName]!;
}

type Constructor = new (options: object) => object;

/** Those first that show what no other one has shown yet, the rest by chance. */
function sample(pairs: readonly Pair[], limit: number, seed: number): Pair[] {
  const open = new Random(seed).shuffled(pairs);
  const seen = new Set<string>();
  const first = open.filter((pair) => {
    const fresh = featuresOf(pair).filter((feature) => !seen.has(feature));
    for (const feature of fresh) seen.add(feature);
    return fresh.length > 0;
  });
  return [...first, ...open.filter((pair) => !first.includes(pair))].slice(0, limit);
}

function featuresOf({ wire, model }: Pair): string[] {
  return [
    ...new Set([
      wire.method,
      ...wire.parameters.map((parameter) =>
        parameter.content === undefined
          ? `${parameter.in} ${parameter.style}${parameter.explode ? "*" : ""}`
          : `${parameter.in} content`,
      ),
      ...bodyFeature(wire, model.body?.mediaType),
      ...wire.responses.map(
        ({ content }) => `answer ${[...content.keys()].map(kindOf)[0] ?? "none"}`,
      ),
      ...(model.kind === "list" ? [`list ${model.pagination.style}`] : []),
      ...(model.security?.flat().map((name) => `auth ${name}`) ?? []),
    ]),
  ];
}

function bodyFeature({ body }: WireOperation, type: string | undefined): string[] {
  return body === undefined || type === undefined ? [] : [`body ${kindOf(type)}`];
}

function kindOf(type: string): string {
  if (/json/i.test(type)) return "json";
  if (/form-data/i.test(type)) return "multipart";
  if (/urlencoded/i.test(type)) return "urlencoded";
  return /^text\/|xml/i.test(type) ? "text" : "binary";
}
