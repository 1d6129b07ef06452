import type { Colors } from "../terminal.js";
import { diffGithub, diffJson } from "./render-json.js";
import { diffHtml } from "./render-html.js";
import { diffMarkdown } from "./render-markdown.js";
import { diffText } from "./render-text.js";
import type { DiffReport } from "./report.js";

export const diffFormats = ["text", "json", "markdown", "github", "html"] as const;
export type DiffFormat = (typeof diffFormats)[number];

export function renderDiff(report: DiffReport, format: DiffFormat, colors: Colors): string {
  switch (format) {
    case "text":
      return diffText(report, colors);
    case "json":
      return diffJson(report);
    case "markdown":
      return diffMarkdown(report);
    case "github":
      return diffGithub(report);
    case "html":
      return diffHtml(report);
    default:
      return format satisfies never;
  }
}
