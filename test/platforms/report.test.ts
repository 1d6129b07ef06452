import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { Change } from "../../generator/compare/change.js";
import { diffHtml } from "../../generator/compare/render-html.js";
import { Browser, provideChromium } from "./chromium.js";

const hostile = `</script></pre><img src=x onerror="document.title='owned'">&lt;b&gt;'"\`${"w".repeat(400)}\u202e`;

const change = (severity: Change["severity"], subject: string): Change => ({
  kind: "type-changed",
  severity,
  subject,
  message: hostile,
  group: { kind: "type", name: hostile },
  before: hostile,
  after: "string",
  directions: ["response"],
  operations: [hostile],
  old: { file: hostile, pointer: "", line: 1, column: 1 },
  used: [],
});

const report = diffHtml({
  old: { title: hostile, version: "1", file: hostile },
  new: { title: hostile, version: "2", file: hostile },
  changes: [
    change("breaking", `one ${hostile}`),
    change("caution", `two ${hostile}`),
    change("documentation", `three ${hostile}`),
  ],
});

/** Opens the report as wide as a phone and as a screen, uses its filter, and tells what is there. */
const measure = `<!doctype html><title>measuring</title><body><script>
addEventListener("load", async () => {
  const found = {};
  for (const width of [390, 1280]) {
    const frame = document.createElement("iframe");
    frame.style = "border:0;height:800px;width:" + width + "px";
    frame.src = "/report";
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
    const page = frame.contentDocument;
    const shown = () => [...page.querySelectorAll("article")].filter((one) => one.getClientRects().length > 0).length;
    const before = shown();
    page.querySelector("input[value=breaking]").click();
    const without = shown();
    page.querySelector("input[value=documentation]").click();
    found[width] = {
      tooWide: page.documentElement.scrollWidth - page.documentElement.clientWidth,
      images: page.images.length,
      scripts: page.scripts.length,
      shown: [before, without, shown()],
      heading: page.querySelector("h3 code").textContent,
      title: page.title,
    };
  }
  await fetch("/found", { method: "POST", body: JSON.stringify(found) });
});
</script>`;

test("the report of diff shows hostile text as text, fits a phone, and filters", async () => {
  const chromium = await provideChromium();
  if ("missing" in chromium) throw new Error(chromium.missing);
  let tell: (found: unknown) => void = () => undefined;
  const found = new Promise((resolve) => (tell = resolve));
  const server = createServer((request, response) => {
    if (request.method === "POST") {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString()));
      request.on("end", () => {
        tell(JSON.parse(text));
        response.end();
      });
      return;
    }
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(request.url === "/report" ? report : request.url === "/" ? measure : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const browser = new Browser(chromium.path, `http://127.0.0.1:${port}/`);
  try {
    const safe = hostile.replace("\u202e", "\\u202e");
    const page = {
      tooWide: 0,
      images: 0,
      scripts: 1,
      shown: [2, 1, 2],
      heading: `one ${safe}`,
      title: `${safe} 1 → 2: what changed`,
    };
    expect(await Promise.race([found, browser.ended()])).toEqual({
      390: page,
      1280: page,
    });
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
});
