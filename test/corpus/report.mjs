/**
 * What became of each description, and what is wrong with it. `known` are failures that are expected, each with its
 * reason; one that has passed is a problem too, so that the list does not outlive its reasons.
 */
export function judge(generated, stages, known) {
  const problems = [];
  const rows = generated.map((entry) => {
    const failure = failureOf(entry, stages);
    const expected = known.find(({ file }) => file === entry.file);
    if (failure && expected?.stage !== failure.stage) {
      problems.push(`${entry.file}: ${failure.stage}: ${failure.text}`);
    }
    if (expected && !failure)
      problems.push(`${entry.file}: passes, and is listed as a known failure.`);
    return { ...entry, failure, isKnown: failure !== undefined && expected !== undefined };
  });
  const broken = stages.get("TypeScript 7.0")?.get("the runtime");
  if (broken) problems.push(`the runtime: ${broken}`);
  return { rows, problems };
}

function failureOf({ code, text, expected, output }, stages) {
  if (code === undefined || code === 3) return { stage: "generate", text: text.slice(0, 600) };
  if (code !== 0) {
    const places = placesIn(text);
    const isPlaced = places.length > 0 && places.every((line) => line > 0);
    if (expected === "maybe-invalid" && isPlaced) return undefined;
    return { stage: "generate", text: text.slice(0, 600) };
  }
  for (const [stage, failures] of stages) {
    const found = failures.get(output);
    if (found !== undefined) return { stage, text: found };
  }
  return undefined;
}

/** The lines that diagnostics point at. */
function placesIn(text) {
  return [...text.matchAll(/"line": ?(\d+)/g)].map(([, line]) => Number(line));
}

/** One row for each published API, and one for each collection of small descriptions. */
export function table(rows, stages) {
  const groups = new Map();
  for (const row of rows) {
    const key = row.file.startsWith("real/") ? row.file : row.file.split("/").slice(0, 2).join("/");
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const lines = [["", "descriptions", "packages", "refused", "failed", "known", "seconds"]];
  const summary = (name, list) => [
    name,
    list.length,
    list.filter(({ code }) => code === 0).length,
    list.filter(({ code, failure }) => code !== 0 && !failure).length,
    list.filter(({ failure, isKnown }) => failure && !isKnown).length,
    list.filter(({ isKnown }) => isKnown).length,
    (list.reduce((sum, { ms }) => sum + ms, 0) / 1000).toFixed(1),
  ];
  for (const [name, list] of [...groups].sort()) lines.push(summary(name, list));
  lines.push(summary("all", rows));
  const widths = lines[0].map((_, column) =>
    Math.max(...lines.map((cells) => String(cells[column]).length)),
  );
  const text = lines.map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? String(cell).padEnd(widths[0]) : String(cell).padStart(widths[column]),
      )
      .join("  "),
  );
  return [...text, "", `Each package went through: ${stages.join(", ")}.`].join("\n");
}
