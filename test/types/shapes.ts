/** Schemas that types often get wrong, with literals that the types must take and others that they must refuse. */
export interface Shape {
  readonly title: string;
  readonly schemas: Readonly<Record<string, unknown>>;
  /** `Type: literal`; the type of what is received, or with `Input` behind its name that of what is sent. */
  readonly accepted?: readonly string[];
  readonly rejected?: readonly string[];
  /** Statements that compile, and others that do not; `M` are the models. */
  readonly compiles?: readonly string[];
  readonly fails?: readonly string[];
}

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const text = { type: "string" };
const count = { type: "integer" };

/** Names of the language and of platforms, for schemas that are called so. */
const globals = (
  "Error Date Record Array Blob Promise Map Set Response Request Headers URL Uint8Array AbortSignal ReadableStream " +
  "FormData File Object String Number Boolean Symbol Function Omit Partial Required Readonly Pick Exclude Extract " +
  "Awaited Iterable AsyncIterable AsyncIterator AsyncGenerator PromiseLike Node Math Proxy TypeError"
).split(" ");

export const shapes: readonly Shape[] = [
  {
    title: "a union beside properties holds both at once",
    schemas: {
      UnionBeside: {
        type: "object",
        required: ["id"],
        properties: { id: text },
        oneOf: [ref("WithA"), { type: "object", required: ["b"], properties: { b: count } }],
      },
      WithA: { type: "object", required: ["a"], properties: { a: text } },
    },
    accepted: [`UnionBeside: { id: "1", a: "x" }`, `UnionBeside: { id: "1", b: 2 }`],
    rejected: [
      `UnionBeside: { id: "1" }`,
      `UnionBeside: { a: "x" }`,
      `UnionBeside: { id: "1", b: "2" }`,
    ],
  },
  {
    title: "alternatives that only require say which of the properties",
    schemas: {
      EitherRequired: {
        type: "object",
        properties: { email: text, phone: text },
        anyOf: [{ required: ["email"] }, { required: ["phone"] }],
      },
    },
    accepted: [`EitherRequired: { email: "a" }`, `EitherRequired: { phone: "1", email: "a" }`],
    rejected: [`EitherRequired: {}`, `EitherRequired: { email: 1 }`],
  },
  {
    title: "allOf with a type of its own refuses unknown keys, and overlapping properties agree",
    schemas: {
      Base: { type: "object", properties: { name: text, size: { type: ["string", "null"] } } },
      Overlapping: {
        type: "object",
        allOf: [ref("Base"), { properties: { size: text, more: count } }],
      },
    },
    accepted: [`Overlapping: { name: "a", size: "b", more: 1 }`, `Overlapping: {}`],
    rejected: [
      `Overlapping: { nmae: "a" }`,
      `Overlapping: { size: null }`,
      `Overlapping: { size: 1 }`,
    ],
  },
  {
    title: "required may name a property of another part of allOf",
    schemas: {
      Draft: { type: "object", properties: { title: text, tag: text } },
      Published: { allOf: [ref("Draft"), { type: "object", required: ["title"] }] },
      Outer: { required: ["title"], allOf: [ref("Draft")] },
    },
    accepted: [`Published: { title: "a" }`, `Outer: { title: "a", tag: "b" }`],
    rejected: [`Published: { tag: "b" }`, `Published: { title: 1 }`, `Outer: {}`],
  },
  {
    title: "what is required and declared nowhere may be there",
    schemas: {
      Slip: {
        anyOf: [
          { type: "object", required: ["url", "acess"], properties: { url: text, access: text } },
          { type: "null" },
        ],
      },
    },
    accepted: [`Slip: { url: "a", acess: 1 }`, `Slip: { url: "a" }`, `Slip: null`],
    rejected: [`Slip: { acess: 1 }`, `Slip: { url: "a", other: 1 }`],
  },
  {
    title: "keywords of objects beside another type say nothing",
    schemas: {
      Misplaced: {
        type: "object",
        required: ["names"],
        properties: { names: { type: "array", required: ["first"], items: text } },
      },
      Unlisted: {
        type: "object",
        properties: { play: { type: "boolean", additionalProperties: true } },
      },
    },
    accepted: [`Misplaced: { names: ["a"] }`, `Unlisted: { play: true }`],
    rejected: [`Misplaced: { names: [1] }`, `Misplaced: {}`, `Unlisted: { play: { a: 1 } }`],
  },
  {
    title: "a discriminator with a mapping narrows",
    schemas: {
      Payment: {
        oneOf: [ref("Card"), ref("Transfer")],
        discriminator: {
          propertyName: "kind",
          mapping: { card: "#/components/schemas/Card", sepa: "Transfer", swift: "Transfer" },
        },
      },
      Card: {
        type: "object",
        required: ["kind", "last4"],
        properties: { kind: text, last4: text },
      },
      Transfer: { type: "object", required: ["kind"], properties: { kind: text, iban: text } },
    },
    accepted: [`Payment: { kind: "card", last4: "1" }`, `Payment: { kind: "swift", iban: "AT" }`],
    rejected: [`Payment: { kind: "cash" }`, `Payment: { kind: "card" }`, `Payment: { last4: "1" }`],
    compiles: [
      `export function one(p: M.Payment): string | undefined {
        switch (p.kind) { case "card": return p.last4; case "sepa": case "swift": return p.iban; default: return p satisfies never; }
      }`,
    ],
    fails: [`export const two = (p: M.Payment): unknown => (p.kind === "card" ? p.iban : 0);`],
  },
  {
    title: "a discriminator without a mapping narrows by what the members say, else by their names",
    schemas: {
      Event: { oneOf: [ref("Opened"), ref("Closed")], discriminator: { propertyName: "type" } },
      Opened: {
        type: "object",
        required: ["type"],
        properties: { type: ref("OpenedType"), by: text },
      },
      OpenedType: { type: "string", enum: ["opened"] },
      Closed: {
        type: "object",
        required: ["type"],
        properties: { type: { type: "string", enum: ["closed", "archived"] }, at: text },
      },
      Shape: { oneOf: [ref("Square"), ref("Circle")], discriminator: { propertyName: "shape" } },
      Square: { type: "object", required: ["shape"], properties: { shape: text, side: count } },
      Circle: { type: "object", required: ["shape"], properties: { shape: text, radius: count } },
    },
    accepted: [`Event: { type: "archived", at: "1" }`, `Shape: { shape: "Circle", radius: 1 }`],
    rejected: [`Event: { type: "opened", at: "1" }`, `Shape: { shape: "round" }`],
    compiles: [
      `export function three(e: M.Event): string | undefined { return e.type === "opened" ? e.by : e.at; }`,
      `export const four = (s: M.Shape): number | undefined => (s.shape === "Square" ? s.side : s.radius);`,
    ],
  },
  {
    title:
      "without a discriminator, a property of which every member lists other values tells them apart",
    schemas: {
      Trigger: { oneOf: [ref("Click"), ref("Delay"), { type: "null" }] },
      Click: {
        type: "object",
        required: ["type"],
        properties: { type: { type: "string", enum: ["click", "press"] }, x: count },
      },
      Delay: {
        type: "object",
        required: ["type", "ms"],
        properties: { type: { type: "string", enum: ["delay"] }, ms: count },
      },
    },
    accepted: [`Trigger: { type: "press", x: 1 }`, `Trigger: { type: "delay", ms: 1 }`],
    rejected: [`Trigger: { type: "delay" }`, `Trigger: { type: "delay", x: 1 }`],
    compiles: [
      `export const eight = (t: M.Trigger): number | undefined => (t?.type === "delay" ? t.ms : t?.x);`,
    ],
  },
  {
    title: "const and single values tell schemas apart in answers",
    schemas: {
      Outcome: { anyOf: [ref("Success"), ref("Failure")] },
      Success: {
        type: "object",
        required: ["ok", "value"],
        properties: { ok: { const: true }, value: text },
      },
      Failure: {
        type: "object",
        required: ["ok", "fault"],
        properties: { ok: { const: false }, fault: text },
      },
    },
    accepted: [`Outcome: { ok: true, value: "a" }`],
    rejected: [`Outcome: { ok: true, fault: "a" }`, `Outcome: { ok: "true", value: "a" }`],
    compiles: [`export const five = (r: M.Outcome): string => (r.ok ? r.value : r.fault);`],
  },
  {
    title:
      "a discriminator that is inherited through allOf makes its schema stand for those that extend it",
    schemas: {
      Animal: {
        type: "object",
        required: ["species", "name"],
        properties: { species: text, name: text },
        discriminator: {
          propertyName: "species",
          mapping: { fish: "Fish", bird: "#/components/schemas/Bird" },
        },
      },
      Fish: {
        allOf: [
          ref("Animal"),
          { type: "object", required: ["depth"], properties: { depth: count } },
        ],
      },
      Bird: { allOf: [ref("Animal"), { type: "object", properties: { wings: count } }] },
      Cage: { type: "object", required: ["animal"], properties: { animal: ref("Animal") } },
    },
    accepted: [
      `Cage: { animal: { species: "fish", name: "Bo", depth: 3 } }`,
      `Bird: { species: "bird", name: "Al" }`,
    ],
    rejected: [
      `Cage: { animal: { species: "fish", name: "Bo" } }`,
      `Cage: { animal: { species: "bird", name: "Bo", depth: 3 } }`,
      `Bird: { species: "fish", name: "Al" }`,
    ],
    compiles: [
      `export const six = ({ animal }: M.Cage): number | undefined => animal.species === "fish" ? animal.depth : animal.wings;`,
      `export const seven = ({ animal }: M.Cage): string => animal.name;`,
    ],
  },
  {
    title: "a union of schemas that extend it is no circle",
    schemas: {
      Looped: {
        type: "object",
        required: ["t"],
        properties: { t: text },
        oneOf: [ref("LoopX"), ref("LoopY")],
        discriminator: { propertyName: "t", mapping: { x: "LoopX", y: "LoopY" } },
      },
      LoopX: { allOf: [ref("Looped"), { type: "object", properties: { x: count } }] },
      LoopY: { allOf: [ref("Looped"), { type: "object", properties: { y: count } }] },
    },
    accepted: [`Looped: { t: "x", x: 1 }`, `LoopY: { t: "y" }`],
    rejected: [`Looped: { t: "x", y: 1 }`, `Looped: { x: 1 }`],
  },
  {
    title:
      "enums: nullable, of numbers, of booleans, mixed, of objects; open where they are received",
    schemas: {
      Enums: {
        type: "object",
        properties: {
          state: { type: ["string", "null"], enum: ["on", "off", null] },
          level: { enum: [1, 2, 3] },
          flag: { type: "boolean", enum: [true] },
          mixed: { enum: ["auto", 0, false, null] },
          point: { enum: [{ x: 1 }, [1, "a"]] },
          maybe: { anyOf: [ref("Colour"), { type: "null" }] },
        },
      },
      Colour: { type: "string", enum: ["red", "green"] },
    },
    accepted: [
      `EnumsInput: { state: null, level: 2, flag: true, mixed: 0, point: { x: 1 }, maybe: null }`,
      `EnumsInput: { state: "on", mixed: false, point: [1, "a"], maybe: "red" }`,
      `Enums: { state: "soon", level: 4, maybe: "blue" }`,
    ],
    rejected: [
      `EnumsInput: { state: "soon" }`,
      `EnumsInput: { level: 4 }`,
      `EnumsInput: { flag: false }`,
      `EnumsInput: { mixed: true }`,
      `EnumsInput: { point: { x: 2 } }`,
      `EnumsInput: { maybe: "blue" }`,
      `Enums: { state: 1 }`,
      `Enums: { flag: false }`,
    ],
  },
  {
    title: "tuples have what minItems asks for, and end where the schema says so",
    schemas: {
      Tuples: {
        type: "object",
        properties: {
          pair: { type: "array", prefixItems: [text, count], minItems: 2, maxItems: 2 },
          closed: { type: "array", prefixItems: [text, count], items: false },
          rest: { type: "array", prefixItems: [text], minItems: 1, items: count },
          open: { type: "array", prefixItems: [text] },
          bounded: { type: "array", items: text, minItems: 1, maxItems: 2 },
        },
      },
    },
    accepted: [
      `Tuples: { pair: ["a", 1], closed: ["a"], rest: ["a", 1, 2], open: [], bounded: ["a"] }`,
      `Tuples: { closed: [], rest: ["a"], open: ["a", { any: true }], bounded: ["a", "b"] }`,
    ],
    rejected: [
      `Tuples: { pair: ["a"] }`,
      `Tuples: { pair: ["a", 1, 2] }`,
      `Tuples: { pair: [1, "a"] }`,
      `Tuples: { closed: ["a", 1, 2] }`,
      `Tuples: { rest: [] }`,
      `Tuples: { rest: ["a", "b"] }`,
      `Tuples: { bounded: [1] }`,
    ],
  },
  {
    title: "keys that are not described hold what the schema says of them",
    schemas: {
      Maps: {
        type: "object",
        required: ["id"],
        properties: { id: count, name: text },
        additionalProperties: { type: "boolean" },
      },
      OpenObject: {
        type: "object",
        required: ["id"],
        properties: { id: count },
        additionalProperties: true,
      },
      ClosedObject: { type: "object", properties: { id: count }, additionalProperties: false },
      Patterns: { type: "object", properties: { id: count }, patternProperties: { "^x-": text } },
      FreeForm: { type: "object" },
      Nothing: { type: "object", additionalProperties: false },
    },
    accepted: [
      `Maps: { id: 1, other: true }`,
      `Maps: { id: 1, name: "a", other: false }`,
      `OpenObject: { id: 1, other: { deep: [1] } }`,
      `Patterns: { id: 1, "x-a": "b" }`,
      `FreeForm: { anything: [null] }`,
      `Nothing: {}`,
    ],
    rejected: [
      `Maps: { other: true }`,
      `Maps: { id: 1, other: { deep: 1 } }`,
      `Maps: { id: "1" }`,
      `OpenObject: { other: 1 }`,
      `OpenObject: { id: "1" }`,
      `ClosedObject: { other: 1 }`,
      `Patterns: { "x-a": {} }`,
      `FreeForm: "text"`,
      `Nothing: { a: 1 }`,
    ],
  },
  {
    title: "recursion leads through lists, maps and unions",
    schemas: {
      Tree: { type: "object", properties: { children: { type: "array", items: ref("Tree") } } },
      Nested: { type: "object", additionalProperties: ref("Nested") },
      Json: {
        anyOf: [
          text,
          { type: "number" },
          { type: "null" },
          { type: "array", items: ref("Json") },
          { type: "object", additionalProperties: ref("Json") },
        ],
      },
    },
    accepted: [
      `Tree: { children: [{ children: [] }] }`,
      `Nested: { a: { b: {} } }`,
      `Json: { a: [1, "b", null, { c: 2 }] }`,
    ],
    rejected: [
      `Tree: { children: [{ children: 1 }] }`,
      `Nested: { a: { b: 1 } }`,
      `Json: { a: true }`,
    ],
  },
  {
    title: "boolean schemas, empty ones and not",
    schemas: {
      Odd: {
        type: "object",
        properties: {
          any: true,
          none: false,
          empty: {},
          negated: { type: "string", not: { enum: ["a"] } },
        },
      },
    },
    accepted: [`Odd: { any: [1], empty: { a: null }, negated: "b" }`],
    rejected: [`Odd: { none: 1 }`, `Odd: { negated: 1 }`],
  },
  {
    title: "what stands beside a reference restricts it",
    schemas: {
      Restricted: { $ref: "#/components/schemas/Loose", required: ["a"], properties: { b: count } },
      Loose: { type: "object", properties: { a: text } },
    },
    accepted: [`Restricted: { a: "x", b: 1 }`],
    rejected: [`Restricted: { b: 1 }`, `Restricted: { a: "x", b: "1" }`],
  },
  {
    title: "a dynamic reference is read as a reference",
    schemas: {
      Folder: {
        $dynamicAnchor: "node",
        type: "object",
        required: ["name"],
        properties: { name: text, inner: { type: "array", items: { $dynamicRef: "#node" } } },
      },
    },
    accepted: [`Folder: { name: "a", inner: [{ name: "b" }] }`],
    rejected: [`Folder: { name: "a", inner: [{}] }`],
  },
  {
    title:
      "what only the server sets is not sent, what is only sent is not received, a default requires nothing",
    schemas: {
      Account: {
        type: "object",
        required: ["id", "password", "plan"],
        properties: {
          id: { type: "string", readOnly: true },
          password: { type: "string", writeOnly: true },
          plan: text,
          seats: { type: "integer", default: 1 },
        },
      },
      OnlyRead: {
        type: "object",
        required: ["at"],
        properties: { at: { type: "string", readOnly: true } },
      },
    },
    accepted: [
      `Account: { id: "1", plan: "a" }`,
      `AccountInput: { password: "x", plan: "a" }`,
      `OnlyReadInput: {}`,
    ],
    rejected: [
      `Account: { plan: "a" }`,
      `Account: { id: "1", plan: "a", password: "x" }`,
      `AccountInput: { id: "1", password: "x", plan: "a" }`,
      `AccountInput: { plan: "a" }`,
      `OnlyReadInput: "text"`,
    ],
  },
  {
    title: "a schema may be called like a global, and shadows none that the package needs",
    schemas: {
      ...Object.fromEntries(
        globals.map((name) => [name, { type: "object", required: ["a"], properties: { a: text } }]),
      ),
      Globals: {
        type: "object",
        properties: {
          ...Object.fromEntries(globals.map((name) => [name, ref(name)])),
          free: { type: "object" },
          map: { type: "object", additionalProperties: count },
          file: { type: "string", format: "binary" },
          list: { type: "array", items: text },
        },
      },
    },
    accepted: [
      `Error: { a: "x" }`,
      `Globals: { free: { b: 1 }, map: { b: 1 }, list: ["a"], Error: { a: "x" }, Record: { a: "x" } }`,
      `GlobalsInput: { file: new Blob([]), Blob: { a: "x" } }`,
    ],
    rejected: [`Error: { name: "a", message: "b" }`, `GlobalsInput: { file: { a: "x" } }`],
  },
];
