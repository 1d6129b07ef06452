import { readFileSync } from "node:fs";

/** What the corpus says of its descriptions. */
export function readIndex(file) {
  const [head, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const columns = head.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    const entry = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
    return {
      file: entry.path,
      expected: entry.expect,
      bytes: Number(entry.bytes),
      features: [
        ...entry.features.split(",").filter(Boolean),
        `version ${entry.openapi.split(".").slice(0, 2).join(".")}`,
        `collection ${entry.path
          .split("/")
          .slice(0, 2)
          .join("/")
          .replace(/^real.*/, "real")}`,
        `external ${entry.has_external_ref}`,
        `expected ${entry.expect}`,
        ...["pagination", "multipart", "discriminator"].filter(
          (name) => entry[`has_${name}`] === "yes",
        ),
      ],
    };
  });
}

/** The smallest two descriptions for each feature, in the order of the index. */
export function fewWithEverything(index) {
  const bySize = [...index].sort((a, b) => a.bytes - b.bytes || (a.file < b.file ? -1 : 1));
  const counts = new Map();
  const chosen = new Set();
  for (const entry of bySize) {
    if (entry.features.every((feature) => (counts.get(feature) ?? 0) >= 2)) continue;
    chosen.add(entry);
    for (const feature of entry.features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  return index.filter((entry) => chosen.has(entry));
}
