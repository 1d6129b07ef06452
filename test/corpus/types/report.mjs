import { readFileSync } from "node:fs";
import { trapsOf } from "./traps.mjs";

/** The page of results, and each case of ours that went wrong, with what the compiler says. */
export function report(measured, results, filters) {
  const tools = [...results.keys()];
  const rows = measured.flatMap((entry) => {
    const { schemas } = JSON.parse(readFileSync(entry.prepared, "utf8")).components;
    const traps = new Map();
    return entry.cases.map((one, index) => {
      if (!traps.has(one.schema)) traps.set(one.schema, trapsOf(schemas[one.schema]));
      const said = Object.fromEntries(
        tools.map((tool) => [tool, results.get(tool).get(entry.file)?.[index]]),
      );
      return { ...one, file: entry.file, traps: traps.get(one.schema), said };
    });
  });
  const comparable = rows.filter(({ said }) => tools.every((tool) => said[tool] !== undefined));
  const kinds = ["wrong type", "missing", "unknown value", "unknown key"];
  const trapNames = [...new Set(rows.flatMap(({ traps }) => traps))].sort();
  const untested = measured.reduce((sum, { untested: list }) => sum + list.length, 0);
  const page = [
    "# Whether the types are right",
    "",
    "Written by `npm run test:types-truth`. Values are made from each schema of the corpus, or are its own examples and",
    "defaults; ajv says that they are valid, or that one change made them invalid. Each is compiled as a literal of the",
    "type that each generator gives for the schema, by TypeScript 7.0. Lengths, patterns and bounds of numbers are left",
    "out, which no type can say. In answers, values outside of an enum are not counted as broken: a client must read them.",
    "",
    `${measured.length} descriptions of OpenAPI 3 without references to other files${filters.length === 0 ? "" : ` (of ${filters.join(", ")})`}; ${rows.length} values of`,
    `${new Set(rows.map(({ file, schema }) => `${file} ${schema}`)).size} schemas, of which all four generators have a type for ${comparable.length}; for ${untested} schemas no valid value was found.`,
    "",
    "## What all four have a type for",
    "",
    ...table(
      ["", ...tools],
      [
        ["valid, accepted", ...tools.map((tool) => accepted(comparable.filter(isValid), tool))],
        ["broken, refused", ...tools.map((tool) => refused(comparable.filter(isBroken), tool))],
        ...kinds.map((kind) => [
          `… ${kind}`,
          ...tools.map((tool) =>
            refused(
              comparable.filter((row) => row.kind === kind),
              tool,
            ),
          ),
        ]),
        ...["request", "response"].flatMap((direction) => [
          [
            `valid, ${direction}`,
            ...tools.map((tool) =>
              accepted(
                comparable.filter((row) => isValid(row) && row.direction === direction),
                tool,
              ),
            ),
          ],
          [
            `broken, ${direction}`,
            ...tools.map((tool) =>
              refused(
                comparable.filter((row) => isBroken(row) && row.direction === direction),
                tool,
              ),
            ),
          ],
        ]),
      ],
    ),
    "",
    "## All that each has a type for",
    "",
    ...table(
      ["", ...tools],
      [
        [
          "descriptions refused",
          ...tools.map(
            (tool) => measured.filter(({ file }) => !results.get(tool).has(file)).length,
          ),
        ],
        [
          "valid, accepted",
          ...tools.map((tool) => accepted(typed(rows, tool).filter(isValid), tool)),
        ],
        [
          "broken, refused",
          ...tools.map((tool) => refused(typed(rows, tool).filter(isBroken), tool)),
        ],
      ],
    ),
    "",
    "## By what the schema says itself",
    "",
    "Accepted of the valid, refused of the broken.",
    "",
    ...table(
      ["", "values", ...tools],
      trapNames.map((trap) => {
        const own = comparable.filter(({ traps }) => traps.includes(trap));
        return [
          trap,
          own.length,
          ...tools.map(
            (tool) =>
              `${accepted(own.filter(isValid), tool)} / ${refused(own.filter(isBroken), tool)}`,
          ),
        ];
      }),
    ),
    "",
  ];
  const misses = rows
    .filter(
      ({ said: { ours }, kind }) => ours !== undefined && (kind === "valid") !== (ours === ""),
    )
    .map(({ file, schema, direction, kind, text, said, traps }) => ({
      file,
      schema,
      direction,
      kind,
      traps,
      message: said.ours,
      text: text.slice(0, 1500),
    }));
  const valid = misses.filter(({ kind }) => kind === "valid");
  page.push(
    "## Ours that went wrong",
    "",
    `${valid.length} valid values are refused, ${misses.length - valid.length} broken ones are accepted.`,
    "",
    ...listed(misses),
    "",
    "Known reasons: a name under `required` that nothing declares is not asked for (box File); a union that tells nothing",
    "apart takes an object that lacks a key of one member where another member has fewer (github); a mapping that names",
    "only some of the members gives the others no tag (telegram). The rest is not yet looked into.",
    "",
  );
  return { page: page.join("\n"), misses };
}

function listed(misses) {
  const groups = new Map();
  for (const { file, schema, direction, kind } of misses) {
    const key = `${kind === "valid" ? "refused, valid" : `accepted, ${kind}`} (${direction}): ${file} ${schema}`;
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  const all = [...groups]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([key, count]) => `- ${key}${count > 1 ? ` × ${count}` : ""}`);
  return all.length > 150 ? [...all.slice(0, 150), `- and ${all.length - 150} more`] : all;
}

const isValid = ({ kind }) => kind === "valid";
const isBroken = ({ kind }) => kind !== "valid";
const typed = (rows, tool) => rows.filter(({ said }) => said[tool] !== undefined);
const accepted = (rows, tool) =>
  rate(rows.filter(({ said }) => said[tool] === "").length, rows.length);
const refused = (rows, tool) =>
  rate(rows.filter(({ said }) => said[tool] !== "").length, rows.length);

function rate(count, total) {
  return total === 0 ? "–" : `${(Math.floor((count / total) * 10_000) / 100).toFixed(2)} %`;
}

function table(head, rows) {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
