/** The look of the report. Nothing is wider than its window: long names break, wide types scroll in their own box. */
export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #14171c);
  --card: light-dark(#ffffff, #1c2027);
  --ink: light-dark(#1b1f26, #e6e9ee);
  --soft: light-dark(#596273, #9aa5b5);
  --line: light-dark(#dfe3ea, #2e343e);
  --well: light-dark(#f1f3f6, #14171c);
  --breaking: light-dark(#b3261e, #ff8a80);
  --caution: light-dark(#8a5a00, #f0b849);
  --compatible: light-dark(#1b6e3c, #6fd495);
  --documentation: light-dark(#4a5568, #a0aec0);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
h1 { margin: 28px 0 4px; font-size: 26px; line-height: 1.25; }
h2 { margin: 32px 0 10px; font-size: 18px; }
h2 small { color: var(--soft); font-weight: 400; font-size: 13px; margin-left: 4px; }
h3 { margin: 0; font-size: 15px; font-weight: 400; }
h3 code { font-weight: 600; }
h4 { margin: 0 0 4px; font-size: 12px; font-weight: 600; color: var(--soft); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 13px; }
.files, .kind, .calls, .place { color: var(--soft); font-size: 13px; margin: 4px 0; }
form { display: flex; flex-wrap: wrap; gap: 8px; padding: 12px 0; }
.severities { display: flex; flex-wrap: wrap; gap: 8px; }
label { display: inline-flex; align-items: center; gap: 6px; padding: 6px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); cursor: pointer; }
label:has(input:not(:checked)) { opacity: 0.65; }
label .count { font-weight: 700; }
input[type="checkbox"] { accent-color: currentColor; margin: 0; }
input[type="search"] { flex: 1 1 180px; min-width: 0; padding: 6px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: inherit; font: inherit; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
article { padding: 14px 16px; margin: 0 0 10px; background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--severity); border-radius: 8px; }
[hidden] { display: none; }
.breaking { --severity: var(--breaking); }
.caution { --severity: var(--caution); }
.compatible { --severity: var(--compatible); }
.documentation { --severity: var(--documentation); }
.badge, label .count { color: var(--severity); }
.badge { font-weight: 600; margin-right: 4px; }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 10px; margin: 8px 0 4px; }
.sides > div { background: var(--well); border-radius: 6px; padding: 8px 12px; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.place { margin: 4px 0 0; }
.place code { font-size: 12px; }
.sites { margin: 6px 0 0; padding-left: 18px; font-size: 13px; }
#nothing { color: var(--soft); padding: 24px 0; }
@media (max-width: 600px) {
  header, main { padding: 0 12px; }
  h1 { font-size: 21px; margin-top: 18px; }
  .sides { grid-template-columns: minmax(0, 1fr); }
  label { padding: 6px 10px; }
}
@media print { form { display: none; } article { break-inside: avoid; } }
`;

/** Hides what is not chosen. Reads only what stands in the page. */
export const script = `
const form = document.querySelector("form");
const search = form.querySelector("input[type=search]");
function apply() {
  const chosen = new Set([...form.querySelectorAll("input:checked")].map((box) => box.value));
  const wanted = search.value.trim().toLowerCase();
  let shown = 0;
  for (const section of document.querySelectorAll("section")) {
    let inside = 0;
    for (const article of section.querySelectorAll("article")) {
      const isShown = chosen.has(article.dataset.severity) && article.textContent.toLowerCase().includes(wanted);
      article.hidden = !isShown;
      inside += Number(isShown);
    }
    section.hidden = inside === 0;
    shown += inside;
  }
  document.querySelector("#nothing").hidden = shown > 0;
}
form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
apply();
`;
