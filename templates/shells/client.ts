// The client class. The generator repeats the body of `assign` for each resource.
import type { ApiClient, ClientOptions } from "../runtime/client.js";
import { derivedOptions } from "../runtime/derive.js";
import { rawClient } from "../runtime/raw.js";
import type { RawClient } from "../runtime/raw.js";
import { safe } from "../runtime/safe.js";
import type { Safe } from "../runtime/safe.js";
import { createClient } from "./core.js";
import { $Resource } from "./resource.js";

type $Options = ClientOptions;
type $paths = Record<never, never>;

export class $Client {
  $resource!: $Resource;
  readonly #client: ApiClient;

  constructor(options: $Options) {
    const client = createClient(options);
    this.#client = client;
  }

  assign(client: ApiClient): void {
    this.$resource = new $Resource(client);
  }

  withOptions(options: Partial<$Options>): $Client {
    return new $Client(derivedOptions<$Options>(this.#client, options));
  }

  get safe(): Safe<$Client> {
    return safe(this);
  }

  get raw(): RawClient<$paths> {
    return rawClient<$paths>(this.#client);
  }
}
