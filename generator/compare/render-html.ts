import { createHash } from "node:crypto";
import { printable } from "../printable.js";
import type { Change } from "./change.js";
import { severities } from "./change.js";
import { classification } from "./classification.js";
import { script, style } from "./html-page.js";
import { callsText, groupTitle, grouped, headingOf, placeText, tallyOf } from "./report.js";
import type { DiffReport, GroupOfChanges } from "./report.js";

/** A page of its own, without anything from elsewhere: whoever opens it needs no server and trusts no one else. */
export function diffHtml(report: DiffReport): string {
  const policy = `default-src 'none'; style-src '${digest(style)}'; script-src '${digest(script)}'; base-uri 'none'; form-action 'none'`;
  const title = `${headingOf(report)}: what changed`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${text(headingOf(report))}</h1>
<p class="files"><code>${text(report.old.file)}</code> → <code>${text(report.new.file)}</code></p>
${filters(report)}
</header>
<main>
${grouped(report.changes)
  .map((group) => section(group, report))
  .join("\n")}
<p id="nothing"${report.changes.length === 0 ? "" : " hidden"}>${report.changes.length === 0 ? "No difference." : "Nothing of what is chosen."}</p>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function filters({ changes }: DiffReport): string {
  const tally = tallyOf(changes);
  const boxes = severities.map((severity) => {
    // Texts are many and ask for nothing: they are shown when somebody asks for them.
    const isShown = severity !== "documentation" || tally.documentation === changes.length;
    return `<label class="${severity}"><input type="checkbox" value="${severity}"${isShown ? " checked" : ""}><span class="count">${tally[severity]}</span> ${severity}</label>`;
  });
  return `<form aria-label="Filter"><div class="severities">${boxes.join("")}</div><input type="search" placeholder="Filter by name" aria-label="Filter by name" autocomplete="off"></form>`;
}

function section(group: GroupOfChanges, report: DiffReport): string {
  const articles = group.changes.map((change) => article(change, report));
  return `<section>
<h2>${text(groupTitle(group))} <small>${group.kind}</small></h2>
${articles.join("\n")}
</section>`;
}

function article(change: Change, { usage }: DiffReport): string {
  const { severity, kind, subject, message } = change;
  const calls = callsText(change, 6);
  const sites = usage?.get(change) ?? [];
  const isHidden = severity === "documentation";
  return `<article class="${severity}" data-severity="${severity}"${isHidden ? " hidden" : ""}>
<h3><code>${text(subject)}</code> ${text(message)}</h3>
<p class="kind"><span class="badge">${severity}</span> ${text(classification[kind].title)}${ways(change)}</p>
${sides(change)}
${calls === "" ? "" : `<p class="calls">in ${text(calls)}</p>`}
${sites.length === 0 ? "" : `<ul class="sites">${sites.map((site) => `<li><code>${text(placeText(site))}</code> <code>${text(site.text)}</code></li>`).join("")}</ul>`}
</article>`;
}

function ways({ kind, directions }: Change): string {
  const { request, response } = classification[kind];
  if (directions.length !== 1 || request === response) return "";
  return directions[0] === "request" ? ", where it is sent" : ", where it is received";
}

/** Before and after beside each other; only the places where no words of the description differ. */
function sides({ before, after, old, new: now }: Change): string {
  const [left, right] = [old, now].map((place) => place && placeText(place));
  if (before === undefined && after === undefined && left !== undefined && right !== undefined) {
    return `<p class="place"><code>${text(left)}</code> → <code>${text(right)}</code></p>`;
  }
  return `<div class="sides">${side("Before", before, left)}${side("After", after, right)}</div>`;
}

function side(label: string, value: string | undefined, place: string | undefined): string {
  const body = value === undefined || value === "" ? "" : `<pre>${text(value)}</pre>`;
  const where =
    place === undefined
      ? '<p class="place">not there</p>'
      : `<p class="place"><code>${text(place)}</code></p>`;
  return `<div><h4>${label}</h4>${body}${where}</div>`;
}

/** Text for HTML, wherever it stands: nothing of it is markup, and nothing of it turns the page around. */
function text(value: string): string {
  return printable(value).replace(/[&<>"'`\r\n]/gu, (character) => `&#${character.charCodeAt(0)};`);
}

function digest(content: string): string {
  return `sha256-${createHash("sha256").update(content).digest("base64")}`;
}
