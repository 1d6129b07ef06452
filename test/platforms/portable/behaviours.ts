/** The whole suite, in one module that knows no platform. */

import { client } from "./client.js";
import { credentials } from "./credentials.js";
import { failures } from "./failures.js";
import { lists } from "./lists.js";
import { requests } from "./requests.js";
import { runBehaviours } from "./suite.js";
import type { Outcome, Place } from "./wire.js";

const behaviours = [...requests, ...failures, ...lists, ...credentials, ...client];

export const titles: readonly string[] = behaviours.map(({ title }) => title);

export function runAll(place: Place): Promise<Outcome[]> {
  return runBehaviours(behaviours, place);
}
