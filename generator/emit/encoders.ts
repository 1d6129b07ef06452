import type { Body, BodyContent, FormProperty, Parameter } from "../model/types.js";
import { isJson } from "../model/responses.js";
import type { Ref } from "../morph/scope.js";

/**
 * The function of the runtime that writes a parameter; undefined where the runtime's own way is right, which is so for
 * nearly all (see `templates/runtime/operation.ts`).
 */
export function parameterEncoder(parameter: Parameter): Ref | undefined {
  if (parameter.isQueryString) {
    return isJson(parameter.content ?? "")
      ? { name: "jsonValue", module: "runtime/styles", typeOnly: false }
      : { name: "queryString", module: "runtime/urlencoded", typeOnly: false };
  }
  const name = encoderName(parameter);
  return name === undefined ? undefined : { name, module: "runtime/styles", typeOnly: false };
}

/** @param holdsIntegers JSON of it may have integers that no number holds */
export function bodyEncoder({ format }: BodyContent, holdsIntegers = false): Ref | undefined {
  switch (format) {
    case "json":
      return holdsIntegers
        ? { name: "exactJson", module: "runtime/exact-json", typeOnly: false }
        : undefined;
    case "multipart":
      return { name: "multipart", module: "runtime/multipart", typeOnly: false };
    case "urlencoded":
      return { name: "urlencoded", module: "runtime/urlencoded", typeOnly: false };
    case "text":
      return { name: "text", module: "runtime/bytes", typeOnly: false };
    case "bytes":
      return { name: "binary", module: "runtime/bytes", typeOnly: false };
    default:
      return format satisfies never;
  }
}

/** How a property of a form is written beside the usual way; undefined where that is right. */
export function propertyEncoder(
  format: Body["format"],
  { mediaType, query }: FormProperty,
): { readonly type?: string; readonly encode?: Ref } | undefined {
  if (query !== undefined) {
    const { style, explode, isPrimitive, allowReserved } = query;
    const name = queryEncoder(style, explode, isPrimitive, allowReserved);
    if (name !== undefined) return { encode: { name, module: "runtime/styles", typeOnly: false } };
    return { encode: { name: "form", module: "runtime/url", typeOnly: false } };
  }
  if (mediaType === undefined) return undefined;
  if (format === "multipart") return { type: mediaType };
  if (!isJson(mediaType)) return undefined;
  return { encode: { name: "jsonPair", module: "runtime/styles", typeOnly: false } };
}

function encoderName({
  in: place,
  content,
  style,
  explode,
  isPrimitive,
  allowReserved,
}: Parameter): string | undefined {
  if (content !== undefined) {
    if (!/json/iu.test(content)) return undefined;
    return { path: "jsonValue", header: "jsonHeader", query: "jsonPair", cookie: "jsonPair" }[
      place
    ];
  }
  switch (place) {
    case "path":
      if (style === "label" || style === "matrix") return style + (explode ? "Exploded" : "");
      if (isPrimitive) return undefined;
      return explode ? "simpleExploded" : "simple";
    case "header":
      if (isPrimitive) return undefined;
      return explode ? "headerListExploded" : "headerList";
    case "cookie":
      if (isPrimitive) return undefined;
      return explode ? "cookieExploded" : "formJoined";
    case "query":
      return queryEncoder(style, explode, isPrimitive, allowReserved);
    default:
      return place satisfies never;
  }
}

function queryEncoder(
  style: Parameter["style"],
  explode: boolean,
  isPrimitive: boolean,
  allowReserved: boolean,
): string | undefined {
  const reserved = allowReserved ? "Reserved" : "";
  if (style === "deepObject") return `deepObject${reserved}`;
  // Exploded, the delimited styles are `form` (OpenAPI 3.1, 4.8.12.2 gives them no meaning of their own).
  const isDelimited = style === "spaceDelimited" || style === "pipeDelimited";
  if (isDelimited && !explode && !isPrimitive) return style + reserved;
  if (!explode && !isPrimitive) return `formJoined${reserved}`;
  return allowReserved ? "formReserved" : undefined;
}
