import { expect, it } from "vitest";
import { generateFrom } from "./harness.js";

const titled = (title: string): object => ({
  openapi: "3.1.0",
  info: { title, version: "1" },
  paths: { "/things": { get: { responses: { 204: { description: "" } } } } },
});

it.each([
  ["WhatsApp API", "WhatsAppClient", "whats-app-api"],
  ["The api of things", "TheOfThingsClient", "the-api-of-things"],
  // The runtime exports an ApiClient, and a Result.
  ["API", "ServiceClient", "api"],
  ["Api api", "ServiceClient", "api-api"],
  ["日本", "ServiceClient", "api-client"],
])("a client for %s is a %s", async (title, className, packageName) => {
  const generated = await generateFrom(titled(title));
  expect(generated.file("src/client.ts")).toContain(`export class ${className} {`);
  expect(JSON.parse(generated.file("package.json"))).toMatchObject({ name: packageName });
});

it("a client cannot take a name that the runtime exports", async () => {
  const { files, diagnostics } = await generateFrom(titled("Things"), { clientName: "ApiClient" });
  expect(files).toEqual([]);
  expect(diagnostics).toMatchObject([{ code: "config-invalid", severity: "error" }]);
});
