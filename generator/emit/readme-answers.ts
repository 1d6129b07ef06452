import type { Operation } from "../model/types.js";
import { code, stringLiteral } from "../morph/encode.js";
import { codeSpan, marked } from "./markdown.js";
import { codeBlock, firstOf, type Section, type Subject } from "./readme-subject.js";

/** What comes with an answer, and how a caller chooses its media type. */
export function answers(subject: Subject): Section[] {
  return [...responses(subject), ...headers(subject), ...mediaTypes(subject)];
}

function responses({ examples, client, featured }: Subject): Section[] {
  if (featured === undefined) return [];
  const call = examples.call(featured.resource, featured.operation, client);
  return [
    marked`## Responses`,
    marked`\`withResponse()\` gives the data together with the response, \`asResponse()\` the response as soon as its headers are there, with its body unread.`,
    codeBlock(
      code`const { data, response, requestId } = await ${call}.withResponse();`,
      code`console.log(data, response.headers.get("date"), requestId);`,
      code``,
      code`const unread = await ${call}.asResponse();`,
      code`for await (const chunk of unread.body ?? []) console.log(chunk.byteLength);`,
    ),
  ];
}

function headers({ model, examples, client }: Subject): Section[] {
  const found = firstOf(model, (operation) => operation.headers !== undefined);
  const [header] = found?.operation.headers?.headers ?? [];
  if (found === undefined || header === undefined) return [];
  const call = examples.call(found.resource, found.operation, client);
  return [
    marked`Headers that the API documents come with it too, each read as what it is documented to be. One that is missing or is something else is left out.`,
    codeBlock(
      code`const { headers } = await ${call}.withResponse();`,
      code`console.log(headers[${stringLiteral(header.name)}]);`,
    ),
  ];
}

function mediaTypes({ model, examples, client }: Subject): Section[] {
  const answered = firstOf(model, (operation) => choicesOf(operation).length > 0);
  const sent = firstOf(model, ({ body }) => (body?.alternatives.length ?? 0) > 0);
  return [
    ...(answered === undefined
      ? []
      : [
          marked`Where an answer is documented in several media types, the option \`accept\` chooses another one than the usual, and the type of the result follows.`,
          codeBlock(
            code`const other = await ${examples.callWith(
              answered.resource,
              answered.operation,
              client,
              code`{ accept: ${stringLiteral(choicesOf(answered.operation)[0]?.mediaType ?? "")} }`,
            )};`,
            code`console.log(other);`,
          ),
        ]),
    ...(sent === undefined
      ? []
      : [
          marked`Where a body may be sent in several, \`contentType\` beside \`body\` says which one it is. A call that does not say sends ${codeSpan(sent.operation.body?.mediaType ?? "")}.`,
        ]),
  ];
}

function choicesOf(operation: Operation) {
  return operation.kind === "list" ? [] : operation.choices;
}
