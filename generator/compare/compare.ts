import type { Change } from "./change.js";
import { compareClients } from "./compare-client.js";
import { compareModels } from "./compare-models.js";
import { compareOperations } from "./compare-operations.js";
import type { Api } from "./shape.js";
import { Versions } from "./versions.js";

/**
 * What differs between two versions of an API for a program that uses the generated client: gravest first, each
 * difference once, with the calls that it affects.
 */
export function compare(old: Api, now: Api): readonly Change[] {
  const versions = new Versions(old, now);
  compareClients(versions);
  compareOperations(versions);
  compareModels(versions);
  return versions.recorder.changes;
}
