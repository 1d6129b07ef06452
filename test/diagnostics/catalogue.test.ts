import picocolors from "picocolors";
import { expect, it } from "vitest";
import { catalogue } from "../../generator/diagnostics.js";
import { configCodes } from "../../generator/diagnostics/config-codes.js";
import { descriptionCodes } from "../../generator/diagnostics/description-codes.js";
import { doctorCodes } from "../../generator/diagnostics/doctor-codes.js";
import { explain } from "../../generator/diagnostics/explain.js";
import { inputCodes } from "../../generator/diagnostics/input-codes.js";
import { modelCodes } from "../../generator/diagnostics/model-codes.js";
import { overlayCodes } from "../../generator/diagnostics/overlay-codes.js";

const chapters = {
  "Reading files": inputCodes,
  Overlays: overlayCodes,
  "The description": descriptionCodes,
  "The client": modelCodes,
  "Configuration and output": configCodes,
  "What doctor says": doctorCodes,
};
const plain = picocolors.createColors(false);

it("generator/diagnostics/README.md has every code", async () => {
  const listed = Object.values(chapters).flatMap((codes) => Object.keys(codes));
  expect(listed.sort()).toEqual(Object.keys(catalogue).sort());
  const parts = Object.entries(chapters).map(([chapter, codes]) => {
    const entries = Object.entries(codes).map(
      ([code, { severity, title, cause, fix }]) =>
        `### ${code}\n\n**${title}** (${severity}). ${cause}\n\n_What to do:_ ${fix}\n`,
    );
    return `## ${chapter}\n\n${entries.join("\n")}`;
  });
  const head =
    "# What Clientwright reports\n\n" +
    "An error stops generation: no honest client can be made. A warning names what was assumed instead; `--strict` makes\n" +
    "it an error, and `clientwright doctor --fix` writes most of it into an overlay. A hint is what `clientwright doctor`\n" +
    "says of a description that is legal, and whose client will disappoint. `clientwright explain <code>` prints an entry.\n\n" +
    "This page is made from the catalogue by `test/diagnostics/catalogue.test.ts`.\n";
  const page = `${head}\n${parts.join("\n")}`;
  await expect(page).toMatchFileSnapshot("../../generator/diagnostics/README.md");
});

it.each(Object.entries(catalogue))(
  "%s has a title, sentences, and an explanation",
  (code, entry) => {
    const { title, cause, fix, severity } = entry;
    expect(title).toMatch(/^[A-Z$a-z].*[^.]$/);
    for (const sentence of [cause, fix]) expect(sentence).toMatch(/[.?]$/);
    const text = explain(code, plain);
    for (const part of [code, title, cause, fix, severity]) expect(text).toContain(part);
  },
);

it("the nearest code is named for one that does not exist", () => {
  expect(() => explain("schema-unresolvabel", plain)).toThrow("did you mean schema-unresolvable?");
  expect(() => explain("constructor", plain)).toThrow("there is no code");
});
