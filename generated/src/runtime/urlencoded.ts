/** Bodies of the media type `application/x-www-form-urlencoded`. */

import { isEncoded } from "./body.js";
import { RequestBuildError } from "./errors.js";
import type { BodyEncoder, ParameterEncoder } from "./operation.js";
import { form } from "./url.js";
import { isContainer, presentEntries } from "./values.js";

/** Each property like a query parameter: exploded `form`, lists repeat the key. */
export const urlencoded: BodyEncoder = (body, where) => encodeForm(body, where, {});

/** The same with the encoding that the description gives for single properties. */
export function urlencodedWith(encoders: Readonly<Record<string, ParameterEncoder>>): BodyEncoder {
  return (body, where) => encodeForm(body, where, encoders);
}

function encodeForm(
  body: unknown,
  where: string,
  encoders: Readonly<Record<string, ParameterEncoder>>,
) {
  if (typeof body === "string" || isEncoded(body)) return body;
  if (!isContainer(body)) throw new RequestBuildError(`${where} must be an object.`);
  return presentEntries(body)
    .map(([name, value]) => {
      const encode = Object.hasOwn(encoders, name) ? encoders[name] : undefined;
      return (encode ?? form)(name, value, `${where}, "${name}"`);
    })
    .filter(Boolean)
    .join("&");
}
