// Run beside the packages: imports each, and calls all that its client has.
import { readFileSync } from "node:fs";

const failures = [];
let calls = 0;
const sound = shapeOfTheWorld();
for (const [output, entry] of JSON.parse(readFileSync("calls.json", "utf8"))) {
  try {
    const exports = await import(entry);
    const [name] = Object.keys(exports).filter((key) => /Client$/.test(key) && key !== "ApiClient");
    const client = new exports[name](optionsFor());
    for (const [path, resource] of resourcesOf(client)) {
      for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(resource))) {
        if (method === "constructor") continue;
        calls++;
        try {
          await resource[method](argumentsFor(), {});
        } catch (error) {
          // What cannot be sent is refused; anything else is a fault of the package.
          const isOurs = error?.operationId !== undefined || /Error$/.test(error?.name ?? "");
          if (!isOurs || error instanceof TypeError || error instanceof SyntaxError)
            failures.push([output, `${path}.${method}: ${error?.stack ?? error}`]);
        }
      }
    }
  } catch (error) {
    failures.push([output, String(error?.stack ?? error)]);
  }
  if (globalThis.__canary !== undefined || shapeOfTheWorld() !== sound) {
    failures.push([output, "a text of the description has run"]);
    break;
  }
}
console.log(JSON.stringify({ calls, failures }));

/** A value under every name that an option may have. */
function optionsFor() {
  const known = {
    baseUrl: "https://api.example",
    maxRetries: 0,
    fetch: async () =>
      new Response("{}", { status: 200, headers: { "content-type": "application/json" } }),
  };
  return new Proxy(known, {
    get: (target, key) => (key in target ? target[key] : undefined),
  });
}

/** An argument under every name. */
function argumentsFor() {
  return new Proxy(
    { body: {} },
    {
      has: () => true,
      get: (target, key) => (typeof key === "symbol" ? undefined : (target[key] ?? "a")),
      getOwnPropertyDescriptor: (target, key) => ({
        value: target[key] ?? "a",
        configurable: true,
        enumerable: true,
        writable: true,
      }),
    },
  );
}

function* resourcesOf(node, path = "client", depth = 0) {
  if (depth > 6) return;
  for (const key of Object.keys(node)) {
    const child = node[key];
    if (typeof child !== "object" || child === null) continue;
    yield [`${path}.${key}`, child];
    yield* resourcesOf(child, `${path}.${key}`, depth + 1);
  }
}

/** What a program shares with all others: a text that reached a prototype would show here. */
function shapeOfTheWorld() {
  const shared = [Object, Array, String, Number, Function, Promise, Map, Response, Headers];
  const keys = (value) => Reflect.ownKeys(value).map(String).sort().join();
  return [globalThis, ...shared.flatMap((each) => [each, each.prototype])].map(keys).join("\n");
}
