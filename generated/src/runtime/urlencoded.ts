/** Bodies of the media type `application/x-www-form-urlencoded`. */

import { encodeJson, isEncoded } from "./body.js";
import { RequestBuildError } from "./errors.js";
import type { BodyEncoder, ParameterEncoder } from "./operation.js";
import { form } from "./url.js";
import { isContainer, presentEntries } from "./values.js";

/** Each property as its description says; without that lists repeat the key, and objects are JSON. */
export const urlencoded: BodyEncoder = (body, where, properties = {}) => {
  if (typeof body === "string" || isEncoded(body)) return body;
  if (!isContainer(body)) throw new RequestBuildError(`${where} must be an object.`);
  return presentEntries(body)
    .map(([name, value]) => {
      const own = Object.hasOwn(properties, name) ? properties[name]?.encode : undefined;
      return (own ?? field)(name, value, `${where}, "${name}"`);
    })
    .filter(Boolean)
    .join("&");
};

/** The whole query as one object (OpenAPI 3.2, `in: querystring`): the parameter's own name does not appear. */
export const queryString: ParameterEncoder = (_, value, where) => {
  // A text would be sent as it is.
  if (typeof value === "string") throw new RequestBuildError(`${where} must be an object.`);
  return String(urlencoded(value, where));
};

const field: ParameterEncoder = (name, value, where) => {
  const items = Array.isArray(value) ? presentEntries(value).map(([, item]) => item) : [value];
  return items
    .map((item) => form(name, isContainer(item) ? encodeJson(item, where) : item, where))
    .join("&");
};
