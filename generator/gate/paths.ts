import { moduleRules, otherPaths, runtimePath } from "./allowed.js";

/** Names that Windows keeps for devices, with any extension. */
const device = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/iu;
/** What every file system in use takes for one name, in bytes. */
const longestName = 255;

/** What is wrong with the paths of a package: none of its own kinds, a name that some system refuses, or two in one. */
export function* pathFaults(paths: readonly string[]): Generator<[path: string, fault: string]> {
  const folded = new Set<string>();
  for (const path of paths) {
    const isKnown =
      otherPaths.has(path) ||
      runtimePath.test(path) ||
      moduleRules.some((rule) => rule.path.test(path));
    if (!isKnown) yield [path, "is no path of a package"];
    for (const name of path.split("/")) {
      if (device.test(name)) yield [path, "is the name of a device on Windows"];
      if (name.length > longestName) yield [path, "is too long for a file system"];
    }
    if (folded.has(path.toLowerCase())) yield [path, "stands there twice, as some systems see it"];
    folded.add(path.toLowerCase());
  }
}
