import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";

const folder = new URL("../../templates/runtime/", import.meta.url).pathname;

function bundle(contents: string) {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents, resolveDir: folder, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const [output] = Object.values(metafile.outputs);
  const modules = Object.entries(output!.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.split("/").at(-1)!);
  return { bytes: gzipSync(outputFiles[0]!.contents, { level: 9 }).length, modules };
}

const oneGet = `
  import { ApiClient } from "./client.js";
  const client = new ApiClient({ name: "x", version: "1", servers: [{ url: "https://h" }], security: {} }, {});
  export const item = client.call({ id: "getItem", method: "GET", path: "/items/{id}", pathParams: { id: {} } }, { id: 1 });`;

describe("size", () => {
  it("R106 leaves out of a bundle what it does not use", () => {
    const { modules, bytes } = bundle(oneGet);
    const optional =
      /pagination|page-|links|visited|raw|styles|multipart|urlencoded|bytes|file|safe|token-cache|logging|env\.ts|enum|^request|index\.ts/;
    expect(modules.filter((name) => optional.test(name))).toEqual([]);
    // A ratchet: what is reached stays reached.
    expect(bytes).toBeLessThanOrEqual(12_100);
  });

  it("R106 has modules without side effects", () => {
    expect(bundle(`import "./index.js"; export {};`).modules).toEqual([]);
  });

  it("R108 uses nothing of one platform alone", () => {
    const { modules } = bundle(`export * from "./index.js"; export * from "./raw.js";`);
    expect(modules).toContain("client.ts");
  });
});
