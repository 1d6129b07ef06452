import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { Generated, Outcome } from "../../generator/commands.js";
import { watchProjects } from "../../generator/watch.js";
import { chat, chatConfiguration, chatProject, generated } from "./chat.js";
import { contentsOf, fill } from "./workspace.js";

/** A watch whose runs are waited for one by one. */
function watching(folder: string) {
  const runs: (readonly Outcome<Generated>[])[] = [];
  let wake: () => void = () => undefined;
  const ending = new AbortController();
  const end = watchProjects({}, folder, {
    signal: ending.signal,
    onRun: (outcomes) => {
      runs.push(outcomes);
      wake();
    },
  });
  onTestFinished(async () => {
    ending.abort();
    await end;
  });
  return async (): Promise<Outcome<Generated>> => {
    while (runs.length === 0) await new Promise<void>((go) => (wake = go));
    const [outcome] = runs.shift() ?? [];
    if (outcome === undefined) throw new Error("a run without a result");
    return outcome;
  };
}

it("generates again with each save, through bad input, and leaves the version alone", async () => {
  const folder = chatProject();
  await generated(folder);
  const next = watching(folder);
  expect((await next()).result?.written).toMatchObject({ changed: 0 });
  const enumIn = (): string =>
    contentsOf(join(folder, "client"))["src/models/status.ts"] ?? "not there";

  fill(folder, { "chat.yaml": chat({ status: ["OPEN", "ARCHIVED"] }) });
  expect((await next()).result).toBeDefined();
  expect(enumIn()).toContain("ARCHIVED");

  fill(folder, { "chat.yaml": "openapi: [" });
  expect((await next()).diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  expect(enumIn()).toContain("ARCHIVED");

  rmSync(join(folder, "chat.yaml"));
  expect((await next()).diagnostics).toMatchObject([{ code: "input-unreadable" }]);

  // As editors save: beside, then renamed.
  fill(folder, { "chat.yaml.part": chat({ status: ["OPEN", "SNOOZED"] }) });
  renameSync(join(folder, "chat.yaml.part"), join(folder, "chat.yaml"));
  expect((await next()).result).toBeDefined();
  expect(enumIn()).toContain("SNOOZED");

  fill(folder, { "clientwright.config.yaml": "input: [" });
  expect((await next()).diagnostics).toMatchObject([{ severity: "error" }]);
  const overlay =
    'overlay: 1.0.0\ninfo: { title: F, version: 1.0.0 }\nactions: [{ target: "$.info", update: { title: Talk } }]\n';
  fill(folder, {
    "fixes/talk.yaml": overlay,
    "clientwright.config.yaml": `${chatConfiguration}overlays: [fixes/talk.yaml]\n`,
  });
  expect((await next()).result).toBeDefined();
  fill(folder, { "fixes/talk.yaml": overlay.replace("Talk", "Gossip") });
  expect((await next()).result).toBeDefined();
  expect(contentsOf(join(folder, "client"))["src/client.ts"]).toContain("class GossipClient");

  const manifest = () => contentsOf(join(folder, "client"))["package.json"];
  expect(manifest()).toContain('"version": "0.1.0"');
  const { release } = await generated(folder);
  expect(release?.version).toBe("0.2.0");
  const changelog = contentsOf(join(folder, "client"))["CHANGELOG.md"] ?? "";
  expect(changelog.match(/^## /gmu)).toHaveLength(2);
  expect(changelog).not.toContain("ARCHIVED");
});
