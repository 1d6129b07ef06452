import { readFileSync } from "node:fs";
import { join } from "node:path";
import { manifestFile } from "../output/manifest.js";

/** What `generation.json` says of the run that wrote it; what is not understood is as if it were not there. */
export interface Generation {
  readonly generator: string;
  readonly api: { readonly title?: string; readonly version?: string };
  readonly package: { readonly name?: string; readonly version?: string };
  readonly inputs: readonly RecordedInput[];
  /** Digests of the settings, by their key in the configuration. */
  readonly settings: Readonly<Record<string, string>>;
  readonly operations: readonly RecordedOperation[];
  /** Options of the client, by the security scheme. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Where something was assumed, by the code that says what. */
  readonly repairs: Readonly<Record<string, readonly string[]>>;
}

export interface RecordedInput {
  readonly role: string;
  readonly file: string;
  readonly sha256: string;
}

export interface RecordedOperation {
  /** `conversations.list` */
  readonly call: string;
  readonly operationId: string;
  /** `GET /conversations` */
  readonly endpoint: string;
  readonly pagination?: Readonly<Record<string, unknown>>;
}

export function readGeneration(folder: string): Generation | undefined {
  try {
    return parseGeneration(readFileSync(join(folder, manifestFile), "utf8"));
  } catch {
    return undefined;
  }
}

/** Throws for what is no JSON. */
export function parseGeneration(text: string): Generation {
  return generationOf(JSON.parse(text));
}

function generationOf(value: unknown): Generation {
  const root = recordAt(value);
  const pkg = textsIn(root["package"]);
  const decisions = recordAt(root["decisions"]);
  return {
    generator: textsIn(root["generator"])["version"] ?? "",
    api: textsIn(root["api"]),
    package: pkg,
    inputs: listAt(root["inputs"])
      .map(textsIn)
      .flatMap(({ role, file, sha256 }) =>
        role === undefined || file === undefined || sha256 === undefined
          ? []
          : [{ role, file, sha256 }],
      ),
    settings: textsIn(root["settings"]),
    operations: Object.entries(recordAt(decisions["operations"])).flatMap(([call, entry]) => {
      const { operationId = "", endpoint } = textsIn(entry);
      const { pagination } = recordAt(entry);
      if (endpoint === undefined) return [];
      return [{ call, operationId, endpoint, ...(isRecord(pagination) && { pagination }) }];
    }),
    credentials: Object.fromEntries(
      Object.entries(recordAt(decisions["credentials"])).flatMap(([scheme, entry]) => {
        const { option } = textsIn(entry);
        return option === undefined ? [] : [[scheme, option]];
      }),
    ),
    repairs: Object.fromEntries(
      Object.entries(recordAt(decisions["repairs"])).map(([code, places]) => [
        code,
        listAt(places).filter((place) => typeof place === "string"),
      ]),
    ),
  };
}

function textsIn(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(recordAt(value));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function recordAt(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function listAt(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
