import { canonicalJson } from "../canonical-json.js";
import { readRecord } from "../compare/record.js";
import type { Api } from "../compare/shape.js";
import type { GenerateOptions } from "../configured.js";
import type { Diagnostics } from "../diagnostics.js";
import { everyResource } from "../model/every-resource.js";
import type { ApiModel, Operation, Pagination } from "../model/types.js";
import { componentOf } from "../spec/pointer.js";
import type { Generation, RecordedOperation } from "./generation.js";
import type { PreviousPackage } from "./previous.js";

export interface FlipInput {
  readonly options: GenerateOptions;
  readonly previous?: PreviousPackage;
}

/**
 * What was decided for the package in the folder and is decided otherwise now, although nobody asked for it: each with
 * the entry that keeps the old decision, ready to paste. A change that the configuration wants is none.
 */
export function reportFlips(
  { model, document }: Api,
  { options, previous }: FlipInput,
  diagnostics: Diagnostics,
): void {
  const { generation } = previous ?? {};
  if (generation === undefined) return;
  const placed = operationsIn(model);
  const flips: Flips = { generation, placed, options, diagnostics };
  for (const old of generation.operations) {
    const now = placed.find(({ endpoint }) => endpoint === old.endpoint);
    if (now === undefined) continue;
    reportName(old, now, flips);
    reportPagination(old, now, flips);
    reportId(old, now, flips);
  }
  reportCredentials(model, flips);
  reportTypes({ model, document }, previous, flips);
}

/** An operation with the name and the place it has now. */
interface Placed {
  readonly call: string;
  readonly endpoint: string;
  readonly operation: Operation;
}

interface Flips {
  readonly generation: Generation;
  readonly placed: readonly Placed[];
  readonly options: GenerateOptions;
  readonly diagnostics: Diagnostics;
}

function operationsIn({ resources }: ApiModel): readonly Placed[] {
  return [...everyResource(resources)].flatMap(({ path, operations }) =>
    operations.map((operation) => ({
      call: `${path}.${operation.name}`,
      endpoint: `${operation.method} ${operation.path}`,
      operation,
    })),
  );
}

function settingOf({ endpoint, operation }: Placed, { options: { operations = {} } }: Flips) {
  return [endpoint, operation.id].flatMap((name) =>
    Object.hasOwn(operations, name) ? (operations[name] ?? []) : [],
  );
}

function reportName(old: RecordedOperation, now: Placed, flips: Flips): void {
  if (old.call === now.call) return;
  const isWanted = settingOf(now, flips).some(
    ({ name, resource }) => name !== undefined || resource !== undefined,
  );
  if (isWanted) return;
  const taker = flips.placed.find(({ call }) => call === old.call);
  const isNew = !flips.generation.operations.some(({ endpoint }) => endpoint === taker?.endpoint);
  const why =
    taker === undefined ? "" : `: ${isNew ? "the new " : ""}${taker.endpoint} has that name`;
  const dot = old.call.lastIndexOf(".");
  const entry = { resource: old.call.slice(0, dot), name: old.call.slice(dot + 1) };
  flips.diagnostics.report("decision-name", {
    message: `${now.endpoint} was client.${old.call}, and is client.${now.call} now${why}.`,
    where: now.operation.source,
    help: keeping("operations", now.endpoint, entry),
  });
}

function reportPagination(old: RecordedOperation, now: Placed, flips: Flips): void {
  if (settingOf(now, flips).some(({ pagination }) => pagination !== undefined)) return;
  const { operation } = now;
  const pagination = operation.kind === "list" ? operation.pagination : undefined;
  const [before, after] = [declared(old.pagination), declared(pagination)];
  if (canonicalJson(before) === canonicalJson(after)) return;
  const style = (found: Declared): string =>
    found === false ? "did not page" : `paged by ${found["style"]}`;
  const is = after === false ? "does not page" : `pages by ${String(after["style"])}`;
  const isSame = before !== false && after !== false && before["style"] === after["style"];
  flips.diagnostics.report("decision-pagination", {
    message: `client.${now.call} ${style(before)}, and ${is} now${isSame ? ", with other parameters or fields" : ""}.`,
    where: operation.source,
    help: keeping("operations", now.endpoint, { pagination: before }),
  });
}

type Declared = Readonly<Record<string, unknown>> | false;

/** As the configuration would say it: lists of keys as paths, and what is the answer itself left out. */
function declared(pagination: Pagination | RecordedOperation["pagination"]): Declared {
  if (pagination === undefined) return false;
  const entries = Object.entries(pagination).flatMap(([key, value]: [string, unknown]) => {
    if (key === "evidence" || (key === "items" && Array.isArray(value) && value.length === 0)) {
      return [];
    }
    const [only, another] = Array.isArray(value) ? (value as readonly unknown[]) : [];
    const isName = typeof only === "string" && another === undefined && !only.includes(".");
    return [[key, isName && !lists.has(key) ? only : value] as const];
  });
  return Object.fromEntries(entries);
}

/** Keys whose values are several parameters, not the path to one field. */
const lists: ReadonlySet<string> = new Set(["also", "params"]);

function reportId(old: RecordedOperation, now: Placed, { placed, diagnostics }: Flips): void {
  const { operationId, endpoint } = old;
  const isNone = operationId === "" || operationId === endpoint;
  if (isNone || placed.some(({ operation }) => operation.id === operationId)) return;
  const { id, method, path, source } = now.operation;
  const target = `$.paths[${JSON.stringify(path)}].${method.toLowerCase()}`;
  diagnostics.report("decision-id", {
    message: `${endpoint} had the operationId ${JSON.stringify(operationId)}, and has ${id === endpoint ? "none" : JSON.stringify(id)} now.`,
    where: source,
    help: `to keep it, add to the actions of an overlay:\n- ${flow({ target, update: { operationId } })}`,
  });
}

function reportCredentials(
  { schemes }: ApiModel,
  { generation, options, diagnostics }: Flips,
): void {
  for (const { name, option } of schemes) {
    const old = generation.credentials[name];
    const isWanted = Object.hasOwn(options.settings?.credentialNames ?? {}, name);
    if (old === undefined || old === option || isWanted) continue;
    diagnostics.report("decision-credential", {
      message: `The credential of ${name} was the option ${old} of the client, and is ${option} now.`,
      help: `to keep it, add to the configuration:\nclient:\n  credentialNames: ${flow({ [name]: old })}`,
    });
  }
}

function reportTypes(
  { model, document }: Api,
  previous: PreviousPackage | undefined,
  { options: { models = {} }, diagnostics }: Flips,
): void {
  const record = previous?.api === undefined ? undefined : readRecord(previous.api);
  const names = new Map(record?.models.map(({ pointer, name }) => [pointer, name]));
  for (const { pointer, name } of model.models) {
    const old = names.get(pointer);
    const schema = componentOf(`#${pointer}`);
    if (old === undefined || old === name || schema === undefined || Object.hasOwn(models, schema))
      continue;
    const taker = model.models.find((other) => other.name === old);
    const why = taker === undefined ? "" : `: ${taker.pointer} has that name`;
    diagnostics.report("decision-name", {
      message: `The type ${old} is called ${name} now${why}.`,
      where: document.at(pointer),
      help: `to keep it, add to the configuration:\nmodels:\n  ${flow({ [schema]: old }).slice(2, -2)}`,
    });
  }
}

function keeping(section: string, key: string, entry: object): string {
  return `to keep it, add to the configuration:\n${section}:\n  ${JSON.stringify(key)}: ${flow(entry)}`;
}

/** YAML on one line: JSON is YAML, and names without need of quotes read better without them. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, entry]) => `${flow(key)}: ${flow(entry)}`);
    return `{ ${entries.join(", ")} }`;
  }
  const isPlain =
    typeof value === "string" && /^[a-z_][\w.]*$/iu.test(value) && !isWord.test(value);
  return isPlain ? value : JSON.stringify(value);
}

/** What YAML or its older versions take for something else than text. */
const isWord = /^(?:true|false|null|yes|no|on|off|y|n)$/iu;
