/** A wrong program and what is wrong with it, as its author would say it. */
export interface Mistake {
  readonly title: string;
  readonly code: string;
}

/** `client`, `item` and `token` are there. */
export const mistakes: readonly Mistake[] = [
  {
    title: "An option is misspelt",
    code: `new ShopClient({ token, maxRetrys: 3 });`,
  },
  {
    title: "The credential is missing",
    code: `new ShopClient({ region: "eu" });`,
  },
  {
    title: "There are no options",
    code: `new ShopClient();`,
  },
  {
    title: "The credential may be undefined",
    code: `new ShopClient({ token: process.env["TOKEN"] });`,
  },
  {
    title: "A server variable has a value that the description does not name",
    code: `new ShopClient({ token, region: "asia" });`,
  },
  {
    title: "A server variable is misspelt",
    code: `new ShopClient({ token, regoin: "eu" });`,
  },
  {
    title: "A resource is misspelt",
    code: `await client.item.retrieve({ id: "1" });`,
  },
  {
    title: "A method is misspelt",
    code: `await client.items.retreive({ id: "1" });`,
  },
  {
    title: "A parameter does not exist",
    code: `client.items.list({ colour: "red" });`,
  },
  {
    title: "A parameter is misspelt",
    code: `client.items.list({ pageSize: 10 });`,
  },
  {
    title: "A parameter has another type",
    code: `client.items.list({ page: "2" });`,
  },
  {
    title: "A path parameter is missing",
    code: `await client.items.retrieve({});`,
  },
  {
    title: "There are no parameters",
    code: `await client.items.retrieve();`,
  },
  {
    title: "The id is passed alone",
    code: `await client.items.retrieve("1");`,
  },
  {
    title: "An enum has a value that the description does not name",
    code: `client.items.list({ status: "opne" });`,
  },
  {
    title: "The body is passed without its name",
    code: `await client.items.create({ name: "Lamp", maker: { name: "Acme" } });`,
  },
  {
    title: "The body has a key that does not exist",
    code: `await client.items.create({ body: { name: "Lamp", maker: { name: "Acme" }, color: 1 } });`,
  },
  {
    title: "The body lacks a key",
    code: `await client.items.create({ body: { name: "Lamp" } });`,
  },
  {
    title: "A key within the body has another type",
    code: `await client.items.create({ body: { name: "Lamp", maker: { name: 5 } } });`,
  },
  {
    title: "An enum within the body has another value",
    code: `await client.items.create({ body: { name: "Lamp", maker: { name: "A" }, status: "opne" } });`,
  },
  {
    title: "A file is a path",
    code: `await client.items.upload({ id: "1", body: { photo: "lamp.png" } });`,
  },
  {
    title: "A body of bytes is a path",
    code: `await client.items.photo.replace({ id: "1", body: "lamp.png" });`,
  },
  {
    title: "A request option is misspelt",
    code: `await client.items.retrieve({ id: "1" }, { timeOut: 5 });`,
  },
  {
    title: "A request option stands among the parameters",
    code: `await client.items.retrieve({ id: "1", timeout: 5 });`,
  },
  {
    title: "A result is used without await",
    code: `console.log(client.items.retrieve({ id: "1" }).name);`,
  },
  {
    title: "A page is used without await",
    code: `console.log(client.items.list().items);`,
  },
  {
    title: "A page is taken for the list",
    code: `(await client.items.list()).map((item) => item.name);`,
  },
  {
    title: "A loop over pages lacks await",
    code: `for (const item of client.items.list()) console.log(item);`,
  },
  {
    title: "A property does not exist",
    code: `console.log(item.colour);`,
  },
  {
    title: "A property may be null or missing",
    code: `console.log(item.price + 1);`,
  },
  {
    title: "What only the server sets is written",
    code: `item.created_on = "2026-01-01T00:00:00Z";`,
  },
  {
    title: "A switch over an enum forgets the values that are not documented yet",
    code: `export function show(status: Item["status"]): string {
  switch (status) {
    case "draft":
    case "open":
    case "sold":
      return status;
    default:
      return status satisfies never;
  }
}`,
  },
  {
    title: "A safe call's data is read before its outcome is known",
    code: `console.log((await client.safe.items.retrieve({ id: "1" })).data.name);`,
  },
  {
    title: "A path of the raw client is misspelt",
    code: `await client.raw.GET("/item/{id}", { params: { path: { id: "1" } } });`,
  },
  {
    title: "A parameter of the raw client is missing",
    code: `await client.raw.GET("/items/{id}");`,
  },
];
