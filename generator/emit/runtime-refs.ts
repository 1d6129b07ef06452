import type { Ref } from "../morph/scope.js";

/** Declarations of `templates/runtime/` that emitted modules mention beside what the templates import. */
export const open: Ref = { name: "Open", module: "runtime/enum", typeOnly: true };
export const guard: Ref = { name: "guard", module: "runtime/enum", typeOnly: false };
export const jsonValue: Ref = { name: "JsonValue", module: "runtime/json", typeOnly: true };
export const credential: Ref = { name: "Credential", module: "runtime/auth", typeOnly: true };
export const basicCredential: Ref = {
  name: "BasicCredential",
  module: "runtime/auth",
  typeOnly: true,
};
export const clientOptions: Ref = {
  name: "ClientOptions",
  module: "runtime/client",
  typeOnly: true,
};
export const requestOptions: Ref = {
  name: "RequestOptions",
  module: "runtime/client",
  typeOnly: true,
};
export const listOptions: Ref = {
  name: "ListOptions",
  module: "runtime/pagination",
  typeOnly: true,
};
export const apiClient: Ref = { name: "ApiClient", module: "runtime/client", typeOnly: true };
export const api: Ref = { name: "Api", module: "runtime/operation", typeOnly: true };
/** A class of `http-error.ts`, or the type for all other errors. */
export function httpError(name: string): Ref {
  return { name, module: "runtime/http-error", typeOnly: true };
}
export const conversion: Ref = { name: "Conversion", module: "runtime/convert", typeOnly: true };
export const wire: Ref = { name: "Wire", module: "runtime/convert", typeOnly: true };
export const binaryBody: Ref = {
  name: "BinaryBody",
  module: "runtime/operation",
  typeOnly: true,
};
export const operation: Ref = { name: "Operation", module: "runtime/operation", typeOnly: true };
export const listOperation: Ref = {
  name: "ListOperation",
  module: "runtime/operation",
  typeOnly: true,
};
export const documentedHeaders: Ref = {
  name: "documentedHeaders",
  module: "runtime/response-headers",
  typeOnly: false,
};
export const urlTemplate: Ref = {
  name: "urlTemplate",
  module: "runtime/server-variables",
  typeOnly: false,
};
export const userAndPassword: Ref = {
  name: "userAndPassword",
  module: "runtime/schemes",
  typeOnly: false,
};
export const inQuery: Ref = { name: "inQuery", module: "runtime/schemes", typeOnly: false };
export const inCookie: Ref = { name: "inCookie", module: "runtime/schemes", typeOnly: false };
export const csrfToken: Ref = { name: "csrfToken", module: "runtime/csrf", typeOnly: false };
export const readEnv: Ref = { name: "readEnv", module: "runtime/env", typeOnly: false };
