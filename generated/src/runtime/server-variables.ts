/** Server URLs with parts that the caller chooses. */

import { ConfigError } from "./errors.js";

export interface ServerVariable {
  /** Key in the client options, where it differs from the variable's name. */
  readonly option?: string;
  /** Without a default the option is required. */
  readonly default?: string;
  readonly enum?: readonly string[];
}

/**
 * `urlTemplate("https://{account}.example.com", { account: {} })` takes `account` from the client options.
 *
 * @throws ConfigError when it is called, if a value could lead to another host.
 */
export function urlTemplate(
  url: string,
  variables: Readonly<Record<string, ServerVariable>>,
): (options: Readonly<Record<string, unknown>>) => string {
  return (options) =>
    url.replace(/\{([^{}]*)\}/g, (_, name: string) => {
      const variable = variables[name];
      const option = variable?.option ?? name;
      const value = options[option] ?? variable?.default;
      const allowed = variable?.enum;
      // Without this a value such as `evil.test/` would send every credential elsewhere.
      const fits =
        value === variable?.default ||
        (typeof value === "string" &&
          (allowed ? allowed.includes(value) : /^(?!\.+$)[A-Za-z0-9._-]+$/.test(value)));
      if (fits && value !== undefined) return value as string;
      const expected = allowed ? `one of ${allowed.join(", ")}` : "letters, digits, . _ or -";
      throw new ConfigError(`${option}: expected ${expected}.`);
    });
}
