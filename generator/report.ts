import { wireForm } from "./emit/core.js";
import { everyResource } from "./model/every-resource.js";
import type { ApiModel, Pagination } from "./model/types.js";
import type { Document } from "./spec/document.js";

/** What `generate` tells on the terminal, a label and a text per line. */
export interface GenerateReport {
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  readonly api: { readonly title: string; readonly version: string };
  /** How many corrections each overlay made, by the file's name. */
  readonly corrections: Readonly<Record<string, number>>;
}

export const emptyReport: GenerateReport = {
  lines: [],
  corrections: {},
  api: { title: "", version: "" },
};

export function reportOf(model: ApiModel, document: Document): GenerateReport {
  const operations = [...everyResource(model.resources)].reduce(
    (sum, { operations: own }) => sum + own.length,
    0,
  );
  const enums = model.models.filter(({ kind }) => kind === "enum");
  const labelled = enums.filter((entry) => entry.kind === "enum" && entry.labelled).length;
  const labels =
    labelled === 0 ? "" : labelled === enums.length ? " with labels" : ` (${labelled} with labels)`;
  return {
    api: { title: model.title, version: model.version },
    corrections: correctionsOf(document),
    lines: [
      {
        label: "model",
        text: [
          count(operations, "operation"),
          count(model.models.length - enums.length, "schema"),
          `${count(enums.length, "enum")}${labels}`,
        ].join(" · "),
      },
      ...paginationLines(model),
      ...model.schemes.map((scheme) => ({
        label: "auth",
        text: `${scheme.name}: ${Object.values(wireForm(scheme)).join("")}`,
      })),
    ],
  };
}

/** Each list by name while they are few; generation.json has them all. */
function paginationLines({ resources }: ApiModel): GenerateReport["lines"] {
  const lists = [...everyResource(resources)].flatMap(({ path, operations }) =>
    operations.flatMap((operation) =>
      operation.kind === "list"
        ? [{ name: `${path}.${operation.name}`, pagination: operation.pagination }]
        : [],
    ),
  );
  if (lists.length <= namedLists) {
    return lists.map(({ name, pagination }) => ({
      label: "pagination",
      text: `${name}: ${pagingText(pagination)}`,
    }));
  }
  const byText = new Map<string, number>();
  for (const { pagination } of lists) {
    const text = pagingText(pagination);
    byText.set(text, (byText.get(text) ?? 0) + 1);
  }
  return [...byText].map(([text, number]) => ({
    label: "pagination",
    text: `${count(number, "list")}: ${text}`,
  }));
}

const namedLists = 8;

function correctionsOf(document: Document): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { file } of document.corrections) counts[file] = (counts[file] ?? 0) + 1;
  return counts;
}

function pagingText(pagination: Pagination): string {
  const fields = [pagination.items, pagination.next, pagination.previous, pagination.total]
    .flatMap((path) => (path === undefined ? [] : [path.join(".")]))
    .filter((path) => path !== "");
  switch (pagination.style) {
    case "page":
      return `page number (${named(pagination.page, pagination.size)} → ${fields.join(", ")})`;
    case "offset":
      return `limit and offset (${named(pagination.limit, pagination.offset)} → ${fields.join(", ")})`;
    case "cursor":
      return `cursor (${named(pagination.cursor, pagination.size)} → ${fields.join(", ")})`;
    case "link":
      return `Link header (${pagination.params.join(", ")})`;
    case "url":
      return `URL of the next page (${fields.join(", ")})`;
    default:
      return pagination satisfies never;
  }
}

function named(...names: readonly (string | undefined)[]): string {
  return names.filter((name) => name !== undefined).join(", ");
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}
