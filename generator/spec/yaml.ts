import {
  Composer,
  CST,
  type Document as YamlDocument,
  type ParsedNode,
  Parser,
  type YAMLError,
} from "yaml";
import type { Diagnostics } from "../diagnostics.js";
import { maximumDepth } from "./raw.js";
import { locator, type SourceText, type SourceTree } from "./source.js";
import { type YamlReport, YamlValues } from "./yaml-values.js";

/** The YAML between two offsets of a text; on a fault, its diagnostics and `undefined`. */
export function parseYaml(
  source: SourceText,
  diagnostics: Diagnostics,
  start = 0,
  end = source.text.length,
): SourceTree | undefined {
  const locate = locator(source);
  let isUsable = true;
  const report: YamlReport = (code, message, offset) => {
    isUsable = false;
    diagnostics.report(code, { message, where: locate(start + offset) });
  };
  const document = compose(source.text.slice(start, end), report);
  if (!document || !isUsable) return undefined;
  const values = new YamlValues(report);
  const root = document.contents ? values.value(document.contents as ParsedNode, 0) : null;
  return isUsable
    ? { source, format: "yaml", root, places: () => values.places(start) }
    : undefined;
}

function compose(text: string, report: YamlReport): YamlDocument.Parsed | undefined {
  const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.exec(text);
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    const message = `The control character U+${code} cannot stand in YAML.`;
    report("input-control-character", message, control.index);
    return undefined;
  }
  const tokens = [...new Parser().parse(text)];
  const tooDeep = offsetOfDepth(tokens);
  if (tooDeep !== undefined) {
    const message = `Lists and mappings are nested more than ${maximumDepth} deep.`;
    report("nesting-too-deep", message, tooDeep);
    return undefined;
  }
  // Keys are compared by us: the library compares each with each, which large mappings make slow.
  const options = {
    version: "1.2",
    schema: "core",
    uniqueKeys: false,
    prettyErrors: false,
  } as const;
  const [first, second] = [...new Composer(options).compose(tokens)] as YamlDocument.Parsed[];
  if (!first) {
    report("yaml-syntax", "The text is empty; a mapping is expected.", 0);
    return undefined;
  }
  if (second) {
    const message = "A second document starts here; one is expected.";
    report("yaml-several-documents", message, second.range[0]);
  }
  for (const error of [...first.errors, ...first.warnings]) reportError(error, report);
  return first;
}

/** Where tokens nest too deeply for the composer, which works by recursion; found without any. */
function offsetOfDepth(tokens: readonly CST.Token[]): number | undefined {
  let level: CST.Token[] = [...tokens];
  // The document itself is a level, and so is the place behind the deepest allowed.
  for (let depth = 0; level.length > 0; depth++) {
    const next: CST.Token[] = [];
    for (const token of level) {
      if (token.type === "document") {
        if (token.value) next.push(token.value);
      } else if (CST.isCollection(token)) {
        if (depth > maximumDepth) return token.offset;
        for (const { key, value } of token.items) {
          if (key) next.push(key);
          if (value) next.push(value);
        }
      }
    }
    level = next;
  }
  return undefined;
}

function reportError(error: YAMLError, report: YamlReport): void {
  const message = `${error.message.replace(/\.?$/, "")}.`;
  const code = error.code === "TAG_RESOLVE_FAILED" ? "yaml-unknown-tag" : "yaml-syntax";
  report(code, message, error.pos[0]);
}
