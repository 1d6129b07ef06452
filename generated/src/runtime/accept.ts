/** Operations that answer in several media types, of which the caller chooses one. */

import { essence, isJson, isText } from "./decode.js";
import type { Operation } from "./operation.js";

/** The operation as it is for a call that accepts one media type only: JSON, a text, or else a Blob. */
export function accepting(
  operation: Operation,
  options: { readonly accept?: string | undefined } | undefined,
): Operation {
  const accept = options?.accept;
  if (!accept) return operation;
  const { response: _, parse: __, ...rest } = operation;
  const type = essence(accept);
  if (isJson(type)) return { ...rest, accept: [accept] };
  return { ...rest, accept: [accept], response: isText(type) ? "text" : "blob" };
}
