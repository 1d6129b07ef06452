import { defineConfig } from "vitest/config";

const consumer = "test/consumer/**/*.test.ts";
const platforms = "test/platforms/**/*.test.ts";
const wire = "test/corpus/wire/*.test.ts";

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: {
          name: "generator",
          include: ["test/**/*.test.ts"],
          exclude: [consumer, platforms, wire],
        },
      },
      // These look at the package as it is installed; their setup runs only when one of them does.
      {
        extends: true,
        test: {
          name: "consumer",
          include: [consumer],
          testTimeout: 240_000,
          globalSetup: ["test/consumer/setup.ts"],
        },
      },
      // These judge calls by a tool that may have to be installed.
      {
        extends: true,
        test: { name: "wire", include: [wire], globalSetup: ["test/corpus/wire/setup.ts"] },
      },
      // These run a client on other platforms; their setup may install what is missing.
      {
        extends: true,
        test: { name: "platforms", include: [platforms], globalSetup: ["test/platforms/setup.ts"] },
      },
    ],
  },
});
