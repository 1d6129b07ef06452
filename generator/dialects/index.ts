import { aspnet } from "./aspnet.js";
import { atproto } from "./atproto.js";
import { authorizationText } from "./authorization-text.js";
import { bodyLinks } from "./body-links.js";
import type { Dialect } from "./dialect.js";
import { drfSpectacular } from "./drf-spectacular.js";
import { enumExtensions } from "./enum-extensions.js";
import { fastapi } from "./fastapi.js";
import { google } from "./google.js";
import { intercom } from "./intercom.js";
import { jira } from "./jira.js";
import { jsonApi } from "./json-api.js";
import { kubernetes } from "./kubernetes.js";
import { laravel } from "./laravel.js";
import { linkHeader } from "./link-header.js";
import { meilisearch } from "./meilisearch.js";
import { nestjs } from "./nestjs.js";
import { plainCursor } from "./plain-cursor.js";
import { plainOffset } from "./plain-offset.js";
import { plainPage } from "./plain-page.js";
import { slack } from "./slack.js";
import { springdoc } from "./springdoc.js";
import { stripe } from "./stripe.js";
import { twilio } from "./twilio.js";
import { zendesk } from "./zendesk.js";

/** In the order in which they are asked; the first answer counts, so that what needs more evidence stands first. */
const dialects: readonly Dialect[] = [
  drfSpectacular,
  zendesk,
  jsonApi,
  laravel,
  springdoc,
  aspnet,
  nestjs,
  fastapi,
  stripe,
  google,
  slack,
  kubernetes,
  twilio,
  jira,
  atproto,
  intercom,
  meilisearch,
  linkHeader,
  bodyLinks,
  plainCursor,
  plainOffset,
  plainPage,
  authorizationText,
  enumExtensions,
];

/** The first answer that a dialect gives, with the name of the dialect. */
export function ask<Answer>(
  question: (dialect: Dialect) => Answer | undefined,
): { readonly answer: Answer; readonly dialect: string } | undefined {
  for (const dialect of dialects) {
    const answer = question(dialect);
    if (answer !== undefined) return { answer, dialect: dialect.name };
  }
  return undefined;
}
