import { describe, expect, it } from "vitest";
import { installTools } from "../tools/install.mjs";
import { everything } from "./everything.js";
import { positionsOf } from "./positions.js";

installTools();

describe.each(["3.0", "3.1"] as const)("the description with every text, in %s", (version) => {
  it("has each position that the schema of OpenAPI allows", () => {
    const positions = positionsOf(version);
    const there = new Set(positions.in(everything(version)).map(({ position }) => position));
    expect(positions.all().size).toBeGreaterThan(100);
    expect([...positions.all()].filter((position) => !there.has(position))).toEqual([]);
  });
});
