import fc from "fast-check";
import { fileName } from "../../generator/file-name.js";
import {
  code,
  docComment,
  docText,
  identifier,
  join,
  literal,
  Mention,
  numberLiteral,
  printed,
  propertyKey,
  stringLiteral,
  type Code,
  type Literal,
} from "../../generator/morph/encode.js";
import { ModuleScope } from "../../generator/morph/scope.js";
import type {
  Declaration,
  FunctionParameter,
  Property,
  Signature,
} from "../../generator/morph/structures.js";

/** Names from one letter to most of a line, so that everything comes to stand on both sides of the limit. */
const name = fc
  .tuple(fc.constantFrom("a", "B", "_x", "Open", "Page"), fc.integer({ min: 0, max: 60 }))
  .map(([start, length]) => identifier(start + "abcdefghij".repeat(7).slice(0, length)));

const words = fc
  .array(
    fc.constantFrom("a", "ab", "some", "it's", 'say "so"', "\\", "-", "é", "日本", "👍", "…"),
    {
      maxLength: 14,
    },
  )
  .map((list) => list.join(" "));

const docs = fc.oneof(
  { weight: 3, arbitrary: fc.constant(docText("")) },
  fc.array(words, { minLength: 1, maxLength: 3 }).map((lines) => docText(lines.join("\n"))),
);

const keyword = fc
  .constantFrom("string", "number", "null", "unknown", "boolean", "undefined", "never")
  .map(printed);
const literalType = fc.oneof(
  words.map(stringLiteral),
  fc.integer({ min: -1000, max: 1000 }).map(numberLiteral),
  fc.constantFrom(code`true`, code`false`),
);

/** Whatever stands before a mark that binds tighter is in brackets, as the emitters write it. */
function bracketed(type: Code): Code {
  return /[|&]/u.test(type) ? code`(${type})` : type;
}

export const type = fc.letrec<{ type: Code; member: Code }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.oneof(keyword, name, literalType),
    fc.array(tie("type"), { minLength: 2, maxLength: 5 }).map((types) => join(types, " | ")),
    fc
      .array(tie("type"), { minLength: 2, maxLength: 4 })
      .map((types) => join(types.map(bracketed), " & ")),
    fc
      .tuple(name, fc.array(tie("type"), { minLength: 1, maxLength: 3 }))
      .map(([generic, types]) => code`${generic}<${join(types, ", ")}>`),
    tie("type").map((type) => code`${bracketed(type)}[]`),
    fc
      .tuple(fc.array(tie("type"), { maxLength: 4 }), fc.option(tie("type"), { nil: undefined }))
      .map(([entries, rest]) => {
        const others = rest === undefined ? [] : [code`...${bracketed(rest)}[]`];
        return code`[${join([...entries, ...others], ", ")}]`;
      }),
    tie("type").map((type) => code`[${bracketed(type)}?]`),
    name.map((value) => code`(typeof ${value})[keyof typeof ${value}]`),
    fc.tuple(words, words).map(([path, method]) => {
      return code`paths[${stringLiteral(path)}][${stringLiteral(method)}]`;
    }),
    fc
      .tuple(fc.array(tie("member"), { maxLength: 4 }), fc.boolean())
      .map(([members, isOpen]) =>
        isOpen && members.length > 0
          ? code`{\n${join(members, "\n")}\n}`
          : code`{ ${printed(members.filter((member) => !member.includes("/*")).join(" "))} }`,
      ),
    tie("type").map((type) => code`{ [key: string]: ${type} }`),
  ),
  member: fc
    .tuple(
      docs,
      fc.boolean(),
      fc.oneof<fc.Arbitrary<string>[]>(name, words),
      fc.boolean(),
      tie("type"),
    )
    .map(([comment, isReadOnly, key, isOptional, type]) => {
      const before = isReadOnly ? code`readonly ` : code``;
      const mark = isOptional ? code`?` : code``;
      return code`${docComment(comment)}${before}${propertyKey(key)}${mark}: ${type};`;
    }),
})).type;

export const value = fc.letrec<{ value: Literal }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.oneof<fc.Arbitrary<Literal>[]>(
      words,
      name,
      fc.integer({ min: -100_000, max: 100_000 }),
      fc.constantFrom(true, false, null, 1e21),
      name.map((mention) => new Mention(mention)),
      name.map((mention) => new Mention(code`() => ${mention}`)),
    ),
    fc.array(tie("value"), { maxLength: 6 }),
    fc.array(fc.integer({ min: -5, max: 100_000 }), { maxLength: 40 }),
    fc.dictionary(fc.oneof<fc.Arbitrary<string>[]>(name, words), tie("value"), { maxKeys: 6 }),
    fc.tuple(name, fc.array(tie("value"), { maxLength: 3 })).map(
      ([callee, args]) =>
        new Mention(
          code`${callee}(${join(
            args.map((arg) => literal(arg)),
            ", ",
          )})`,
        ),
    ),
  ),
})).value;

const property: fc.Arbitrary<Property> = fc.record({
  name: fc.oneof<fc.Arbitrary<string>[]>(name, words).map(propertyKey),
  type,
  optional: fc.boolean(),
  readonly: fc.boolean(),
  docs,
});

const parameter: fc.Arbitrary<FunctionParameter> = fc.oneof(
  fc.record({ name, type, optional: fc.boolean() }),
  fc.record({ name, type, initializer: fc.constant(code`{}`) }),
);

const signature: fc.Arbitrary<Signature> = fc.record({
  docs,
  parameters: fc.array(parameter, { maxLength: 3 }),
  returnType: type,
});

const body = fc.oneof(
  fc.tuple(name, name, fc.array(name, { maxLength: 4 })).map(([object, method, args]) => {
    return code`return this.#${object}.${method}(${join(args, ", ")});`;
  }),
  fc.tuple(name, name, name).map(([property, className, arg]) => {
    return code`this.${property} = new ${className}(${arg});`;
  }),
  fc.tuple(name, name, type, name).map(([className, callee, type, arg]) => {
    return code`return new ${className}(${callee}<${type}>(this.#client, ${arg}));`;
  }),
  fc.tuple(name, name, name).map(([variable, callee, arg]) => {
    return code`const ${variable} = ${callee}(${arg});\nthis.#client = ${variable};`;
  }),
);

const declaration: fc.Arbitrary<Declaration> = fc.oneof(
  fc.record({
    kind: fc.constant("interface" as const),
    name,
    docs,
    properties: fc.array(property, { maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant("type" as const), name, docs, type }),
  fc.record({
    kind: fc.constant("const" as const),
    name,
    exported: fc.boolean(),
    docs,
    initializer: fc
      .tuple(value, fc.constantFrom(code``, code` as const`, code` as const satisfies Operation`))
      .map(([data, end]) => code`${literal(data)}${end}`),
  }),
  fc.record({
    kind: fc.constant("const" as const),
    name,
    exported: fc.constant(true),
    docs,
    type: name.map((inner) => code`Readonly<Record<${inner}, string>>`),
    initializer: fc
      .array(fc.tuple(docs, words, words), { maxLength: 4 })
      .map((entries) =>
        entries.map(
          ([comment, key, label]) =>
            code`${docComment(comment)}${propertyKey(key)}: ${stringLiteral(label)},`,
        ),
      )
      .map((lines) => (lines.length === 0 ? code`{}` : code`{\n${join(lines, "\n")}\n}`)),
  }),
  fc.record({
    kind: fc.constant("const" as const),
    name,
    exported: fc.constant(true),
    initializer: fc
      .tuple(name, name)
      .map(([callee, arg]) => code`/* @__PURE__ */ ${callee}(${arg})`),
  }),
  fc.record({
    kind: fc.constant("class" as const),
    name,
    docs,
    properties: fc.array(property, { maxLength: 3 }),
    constructor_: fc.record({ parameters: fc.array(parameter, { maxLength: 2 }), body }),
    methods: fc.array(
      fc
        .tuple(name, signature, body, fc.array(signature, { maxLength: 2 }))
        .map(([name, head, body, overloads]) => ({ name, ...head, body, overloads })),
      { maxLength: 3 },
    ),
    getters: fc.array(fc.record({ name, docs, returnType: name, body }), { maxLength: 2 }),
  }),
  fc
    .tuple(name, signature, body)
    .map(([name, head, body]) => ({ kind: "function" as const, name, ...head, body })),
);

const reExport: fc.Arbitrary<Declaration> = fc.record({
  kind: fc.constant("re-export" as const),
  names: fc.array(name, { minLength: 1, maxLength: 5 }),
  typeOnly: fc.boolean(),
  specifier: name.map((module) => stringLiteral(`./${module}.js`)),
});

/** A module of declarations, or an index. */
export const module = fc
  .oneof(
    {
      weight: 9,
      arbitrary: fc.tuple(fc.array(declaration, { minLength: 1, maxLength: 3 }), fc.array(name)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.array(reExport, { minLength: 1, maxLength: 4 }), fc.constant([])),
    },
  )
  .map(([declarations, imports]) => {
    const scope = new ModuleScope(`models/${fileName("probe")}`);
    for (const name of imports) scope.use({ name, module: "runtime/json", typeOnly: name < "P" });
    scope.add(...declarations);
    return scope;
  });
