/** Lines of a Markdown table as prettier lays it out; the first column is text, the others are numbers. */
export function table(head, rows) {
  const lines = [head, ...rows].map((cells) => cells.map(String));
  const widths = head.map((_, column) =>
    Math.max(3, ...lines.map((cells) => cells[column].length)),
  );
  const row = (cells) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`;
  const rule = widths.map((width, i) =>
    i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  const [first, ...rest] = lines;
  return [row(first), row(rule), ...rest.map(row)];
}
