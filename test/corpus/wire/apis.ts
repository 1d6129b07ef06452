/** A description with the client that is made of it, ready to be judged. */

import { Diagnostics } from "../../../generator/diagnostics.js";
import { generate } from "../../../generator/generate.js";
import type { ApiModel } from "../../../generator/model/types.js";
import { buildModel } from "../../../generator/model/build.js";
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

/** Judges a sample of an API's operations; undefined where no package is made of the description. */
export async function judgeApi(
  { file, text }: { readonly file: string; readonly text: string },
  templates: Templates,
  limit: number,
): Promise<Outcome[] | undefined> {
  const description = { file, text };
  const shared = { description, overlays: [] };
  const result = await generate({ ...shared, options: {}, templates, generatorVersion: "0.0.0" });
  if (result.files.length === 0) return undefined;
  const document = readDocument(shared, new Diagnostics());
  if (document === undefined) return undefined;
  const model = buildModel(document, {
    reservedTypeNames: templates.runtimeExports.map(({ name }) => name),
  });
  const api = readApi(text);
  const server = await WireServer.start();
  try {
    const Client = await clientOf(result.files, model);
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

async function clientOf(
  files: readonly { readonly path: string; readonly text: string }[],
  { clientName }: ApiModel,
) {
  const code = await bundle(new Map(files.map(({ path, text }) => [path, text])));
  const url = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
  const exports = (await import(/* @vite-ignore */ url)) as Record<
    string,
    new (options: object) => object
  >;
  return exports[clientName]!;
}

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
