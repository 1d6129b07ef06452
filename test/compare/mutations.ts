import { anySchema, objectSchema, parameter, ref, withoutDirection } from "./descriptions.js";
import type { Json } from "./descriptions.js";
import type { Random } from "./random.js";

/** Changes a description in place; false where there is nothing of the kind to change. */
export type Mutation = (description: Json, random: Random) => boolean;

const refs = ["Leaf"];

/** Each kind of change that an update of a description can bring, by name. */
export const mutations: Readonly<Record<string, Mutation>> = {
  "field added": inObject((schema, random) => {
    schema["properties"]["added"] = withoutDirection(anySchema(random, refs, 1));
  }),
  "required field added": inObject((schema, random) => {
    schema["properties"]["added"] = withoutDirection(anySchema(random, refs, 1));
    schema["required"] = [...(schema["required"] ?? []), "added"];
  }),
  "field removed": inProperty((schema, name) => {
    Reflect.deleteProperty(schema["properties"] as Json, name);
    schema["required"] = (schema["required"] ?? []).filter((one: string) => one !== name);
  }),
  "field renamed": inProperty((schema, name) => {
    schema["properties"][`${name}_2`] = schema["properties"][name];
    Reflect.deleteProperty(schema["properties"] as Json, name);
    schema["required"] = (schema["required"] ?? []).map((one: string) =>
      one === name ? `${name}_2` : one,
    );
  }),
  "field required": inProperty((schema, name) => {
    if ((schema["required"] ?? []).includes(name)) return false;
    schema["required"] = [...(schema["required"] ?? []), name];
    return true;
  }),
  "field optional": inProperty((schema, name) => {
    if (!(schema["required"] ?? []).includes(name)) return false;
    schema["required"] = schema["required"].filter((one: string) => one !== name);
    return true;
  }),
  "field nullable": inProperty((schema, name) => nullable(schema["properties"], name)),
  "field of another type": inProperty((schema, name, random) => {
    schema["properties"][name] = anySchema(random, refs, 2);
  }),
  "field read-only": inProperty((schema, name) => {
    const property: Json = schema["properties"][name];
    if (property["$ref"] !== undefined) return false;
    if (property["readOnly"] === true) delete property["readOnly"];
    else if (property["writeOnly"] === true) return false;
    else property["readOnly"] = true;
    return true;
  }),
  "text of a field": inProperty((schema, name) => {
    schema["properties"][name] = { ...schema["properties"][name], description: "In other words." };
  }),
  "format of a field": inProperty((schema, name) => {
    const property: Json = schema["properties"][name];
    if (property["type"] !== "string" || property["enum"] !== undefined) return false;
    property["format"] = "uuid";
    return true;
  }),
  "other fields": inObject((schema, random) => {
    if (schema["additionalProperties"] === undefined)
      schema["additionalProperties"] = random.chance(0.5) ? true : { type: "string" };
    else delete schema["additionalProperties"];
  }),
  "enum value added": inEnum((schema) => {
    schema["enum"].push(typeof schema["enum"][0] === "number" ? 99 : "added");
  }),
  "enum value removed": inEnum((schema) => {
    if (schema["enum"].length < 2) return false;
    schema["enum"].pop();
    return true;
  }),
  "enum no longer": inEnum((schema) => {
    delete schema["enum"];
  }),
  "variant added": inUnion((list) => {
    if (list.some(({ type }) => type === "boolean")) return false;
    list.push({ type: "boolean" });
    return true;
  }),
  "variant removed": inUnion((list) => {
    list.pop();
    return true;
  }),
  "part added": (description, random) => {
    const { Owner } = description["components"]["schemas"] as Json;
    if (Owner?.["allOf"] === undefined) return false;
    Owner["allOf"].push(
      random.chance(0.5)
        ? ref("Problem")
        : { type: "object", properties: { part: { type: "string" } } },
    );
    return true;
  },
  "part removed": (description) => {
    const { Owner } = description["components"]["schemas"] as Json;
    if (Owner?.["allOf"] === undefined) return false;
    Owner["allOf"].shift();
    return true;
  },
  "type renamed": (description, random) => {
    const name = random.pick(Object.keys(description["components"]["schemas"]));
    const text = JSON.stringify(description).replaceAll(
      `"#/components/schemas/${name}"`,
      `"#/components/schemas/${name}V2"`,
    );
    Object.assign(description, JSON.parse(text) as Json);
    const { schemas } = description["components"] as Json;
    schemas[`${name}V2`] = schemas[name];
    Reflect.deleteProperty(schemas, name);
    return true;
  },
  "type written out": (description, random) => {
    const { schemas } = description["components"] as Json;
    const name = random.pick(Object.keys(schemas));
    const where = `{"$ref":"#/components/schemas/${name}"}`;
    const text = JSON.stringify(description);
    if (!text.includes(where)) return false;
    Object.assign(
      description,
      JSON.parse(text.replace(where, JSON.stringify(schemas[name]))) as Json,
    );
    return true;
  },
  "parameter added": inOperation((operation, random) => {
    operation["parameters"] = [
      ...(operation["parameters"] ?? []),
      parameter("added", withoutDirection(anySchema(random, [], 0)), random.chance(0.4)),
    ];
  }),
  "parameter removed": inParameter((list, index) => {
    list.splice(index, 1);
  }),
  "parameter required": inParameter((list, index) => {
    if (list[index]!["required"] === true) delete list[index]!["required"];
    else list[index]!["required"] = true;
  }),
  "parameter of another type": inParameter((list, index, random) => {
    list[index]!["schema"] = withoutDirection(anySchema(random, [], 1));
  }),
  "parameter nullable": inParameter((list, index) => nullable(list[index]!, "schema")),
  "parameter elsewhere": inParameter((list, index) => {
    list[index]!["in"] = "header";
  }),
  "path parameter renamed": (description) => {
    const item: Json = description["paths"]["/pets/{petId}"];
    if (item === undefined) return false;
    delete description["paths"]["/pets/{petId}"];
    item["parameters"][0].name = "id";
    description["paths"]["/pets/{id}"] = item;
    return true;
  },
  "operation removed": (description, random) => {
    const path = random.pick(Object.keys(description["paths"]));
    const methods = methodsOf(description["paths"][path]);
    Reflect.deleteProperty(description["paths"][path] as Json, random.pick(methods));
    return methods.length > 1;
  },
  "operation added": (description) => {
    description["paths"]["/toys"] = {
      get: { operationId: "listToys", responses: { 200: { description: "OK" } } },
    };
    return true;
  },
  "operationId changed": inOperation((operation, random) => {
    operation["operationId"] = random.pick(["fetchThing", "replacePet", "searchPets"]);
  }),
  "path changed": (description) => {
    description["paths"]["/keepers"] = description["paths"]["/owners"];
    delete description["paths"]["/owners"];
    return true;
  },
  "body required": inBody((body) => {
    if (body["required"] === true) delete body["required"];
    else body["required"] = true;
  }),
  "body removed": inOperation((operation) => {
    if (operation["requestBody"] === undefined) return false;
    delete operation["requestBody"];
    return true;
  }),
  "body added": inOperation((operation, random) => {
    if (operation["requestBody"] !== undefined || random.chance(0.5)) return false;
    const content = { "application/json": { schema: objectSchema(random, refs) } };
    operation["requestBody"] = { required: random.chance(0.5), content };
    return true;
  }),
  "body of another type": inBody((body, random) => {
    body["content"]["application/json"].schema = random.chance(0.5)
      ? ref("Branch")
      : objectSchema(random, refs);
  }),
  "answer of another type": inOperation((operation, random) => {
    const content: Json | undefined = operation["responses"]["200"]?.content;
    if (content === undefined) return false;
    const { schema } = content["application/json"] as Json;
    content["application/json"].schema = random.pick<Json>([
      ref("Branch"),
      { type: "array", items: schema },
      { oneOf: [schema, { type: "string" }] },
      objectSchema(random, refs),
    ]);
    return true;
  }),
  "answer without a body": inOperation((operation) => {
    if (operation["responses"]["204"] === undefined)
      operation["responses"]["204"] = { description: "Nothing." };
    else if (Object.keys(operation["responses"]).length > 1) delete operation["responses"]["204"];
    else return false;
    return true;
  }),
  "error added": inOperation((operation) => {
    if (operation["responses"]["422"] !== undefined) return false;
    const content = { "application/json": { schema: ref("Problem") } };
    operation["responses"]["422"] = { description: "No.", content };
    return true;
  }),
  "error removed": inOperation((operation) => {
    if (operation["responses"]["404"] === undefined) return false;
    delete operation["responses"]["404"];
    return true;
  }),
  "error of another type": inOperation((operation) => {
    if (operation["responses"]["404"] === undefined) return false;
    operation["responses"]["404"].content["application/json"].schema = ref("Leaf");
    return true;
  }),
  "page field removed": (description) => {
    const page: Json = description["components"]["schemas"]["Page"];
    if (page === undefined) return false;
    delete page["properties"]["next"];
    delete page["properties"]["count"];
    page["required"] = ["results"];
    return true;
  },
  "credential optional": (description) => {
    description["security"] = [{ key: [] }, {}];
    return true;
  },
  "credential added": (description, random) => {
    description["components"]["securitySchemes"]["token"] = { type: "http", scheme: "bearer" };
    description["security"] = random.chance(0.5)
      ? [{ key: [], token: [] }]
      : [{ key: [] }, { token: [] }];
    return true;
  },
  "credential of another type": (description) => {
    description["components"]["securitySchemes"]["key"] = { type: "http", scheme: "basic" };
    return true;
  },
  "server with a part": (description, random) => {
    const hasDefault = random.chance(0.5);
    description["servers"] = [
      {
        url: "https://{tenant}.example.com",
        variables: { tenant: hasDefault ? { default: "www" } : { default: "" } },
      },
    ];
    return true;
  },
  "no server": (description) => {
    description["servers"] = [];
    return true;
  },
  "title changed": (description) => {
    description["info"].title = "Other";
    return true;
  },
  "text changed": (description) => {
    description["info"].description = "In other words.";
    return true;
  },
};

function nullable(holder: Json, key: string): boolean {
  const schema: Json = holder[key];
  if (Array.isArray(schema["type"]) && schema["type"].includes("null")) {
    schema["type"] = schema["type"].find((type: string) => type !== "null");
  } else if (schema["readOnly"] === true || schema["writeOnly"] === true) return false;
  else holder[key] = { anyOf: [schema, { type: "null" }] };
  return true;
}

function methodsOf(item: Json): string[] {
  return Object.keys(item).filter((key) => key !== "parameters");
}

function operationsOf(description: Json): Json[] {
  return Object.values<Json>(description["paths"]).flatMap((item) =>
    methodsOf(item).map((method) => item[method] as Json),
  );
}

function inOperation(change: (operation: Json, random: Random) => unknown): Mutation {
  return (description, random) => change(random.pick(operationsOf(description)), random) !== false;
}

function inBody(change: (body: Json, random: Random) => void): Mutation {
  return (description, random) => {
    const bodies = operationsOf(description).flatMap(({ requestBody }) =>
      requestBody === undefined ? [] : [requestBody as Json],
    );
    if (bodies.length === 0) return false;
    change(random.pick(bodies), random);
    return true;
  };
}

function inParameter(change: (list: Json[], index: number, random: Random) => unknown): Mutation {
  return (description, random) => {
    const lists = operationsOf(description)
      .map(({ parameters }) => (parameters ?? []) as Json[])
      .filter((list) => list.length > 0);
    if (lists.length === 0) return false;
    const list = random.pick(lists);
    return change(list, random.below(list.length), random) !== false;
  };
}

/** Every schema of the description, at any depth. */
function schemasOf(description: Json): Json[] {
  const found: Json[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const record = value as Json;
    const isSchema = ["type", "anyOf", "oneOf", "allOf", "enum"].some((key) =>
      Object.hasOwn(record, key),
    );
    if (isSchema && record["in"] === undefined && record["scheme"] === undefined)
      found.push(record);
    for (const one of Object.values<unknown>(record)) visit(one);
  };
  visit(description["components"].schemas);
  visit(description["paths"]);
  return found.filter(
    ({ type }) => type === undefined || typeof type === "string" || Array.isArray(type),
  );
}

function inObject(change: (schema: Json, random: Random) => void): Mutation {
  return (description, random) => {
    const objects = schemasOf(description).filter(({ properties }) => properties !== undefined);
    change(random.pick(objects), random);
    return true;
  };
}

function inProperty(change: (schema: Json, name: string, random: Random) => unknown): Mutation {
  return (description, random) => {
    const objects = schemasOf(description).filter(
      ({ properties }) => properties !== undefined && Object.keys(properties as Json).length > 0,
    );
    const schema = random.pick(objects);
    return change(schema, random.pick(Object.keys(schema["properties"])), random) !== false;
  };
}

function inEnum(change: (schema: Json) => unknown): Mutation {
  return (description, random) => {
    const enums = schemasOf(description).filter((schema) => Array.isArray(schema["enum"]));
    return enums.length > 0 && change(random.pick(enums)) !== false;
  };
}

function inUnion(change: (list: Json[]) => boolean): Mutation {
  return (description, random) => {
    const lists = schemasOf(description).flatMap(({ anyOf, oneOf }) =>
      [anyOf as Json[] | undefined, oneOf as Json[] | undefined].filter(
        (list) => list !== undefined,
      ),
    );
    return lists.length > 0 && change(random.pick(lists));
  };
}
