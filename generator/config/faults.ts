import semver from "semver";
import type { Fault } from "./section.js";

export const faultOfAddress: Fault = (address) => {
  const url = /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address) : undefined;
  if (!url) return "is no address that starts with http:// or https://";
  if (url.username !== "" || url.password !== "") return "holds a user or a password";
  return url.hash === "" ? undefined : "has a fragment; documents are allowed as a whole";
};

/** Tokens of RFC 9110, 5.6.2: names of headers, cookies and authentication schemes. */
export const faultOfToken: Fault = (text) =>
  /^[!#$%&'*+.^_`|~\w-]+$/.test(text)
    ? undefined
    : "is no token: letters, digits and !#$%&'*+-.^_`|~, without a space";

export const faultOfPrefix: Fault = (prefix) =>
  /^[A-Z][A-Z0-9_]*$/.test(prefix)
    ? undefined
    : "is not a prefix of environment variables: capital letters, digits and _, as in ACME";

export function faultOfChoice(one: string, other: string): Fault {
  return (choice) =>
    [one, other].includes(choice)
      ? undefined
      : `is neither ${JSON.stringify(one)} nor ${JSON.stringify(other)}`;
}

export const faultOfPackageName: Fault = (name) =>
  /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name) && name.length <= 214
    ? undefined
    : "is not a package name: lower-case letters, digits, - . _ ~, after an optional @scope/";

export const faultOfClientName: Fault = (name) =>
  /^[A-Z][A-Za-z0-9]*$/.test(name)
    ? undefined
    : "is not a class name: a capital letter, then letters and digits, as in AcmeClient";

export const faultOfModel: Fault = (name) =>
  /^[A-Z][A-Za-z0-9]*$/.test(name)
    ? undefined
    : "is not the name of a type: a capital letter, then letters and digits, as in Conversation";

export const faultOfApi: Fault = (name) =>
  /^[A-Za-z][\w-]*$/.test(name)
    ? undefined
    : "is not the name of an API: a letter, then letters, digits, - and _";

export const faultOfResource: Fault = (path) =>
  path.split(".").every((accessor) => faultOfMethod(accessor) === undefined)
    ? undefined
    : "is not the path of a resource: names with a dot between them, as in repos.issues";

export const faultOfMethod: Fault = (name) =>
  /^[a-z][A-Za-z0-9]*$/.test(name)
    ? undefined
    : "is not the name of a method: a small letter, then letters and digits, as in listAll";

export const faultOfVersion: Fault = (version) =>
  semver.valid(version) === version ? undefined : "is not a version such as 1.2.3";
