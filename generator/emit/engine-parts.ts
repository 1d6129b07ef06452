import { createRequire } from "node:module";
import type * as engine from "openapi-typescript";

// Parts of openapi-typescript by themselves: its index brings a linter and a bundler, which take longer to load than
// most packages take to generate.
const require = createRequire(import.meta.url);

export const { default: transformSchemaObject } =
  require("openapi-typescript/dist/transform/schema-object.cjs") as {
    default: typeof engine.transformSchemaObject;
  };
export const transformPathsObject =
  require("openapi-typescript/dist/transform/paths-object.cjs") as typeof engine.transformPathsObject;
