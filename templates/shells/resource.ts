// The methods of a resource, one for each kind of operation. The generator takes their bodies and return types and puts
// the description's names where a name begins with `$`. It repeats the body of `assign` for each resource within.
import { accepting } from "../runtime/accept.js";
import type { ApiClient, RequestOptions } from "../runtime/client.js";
import type { ApiPromise } from "../runtime/api-promise.js";
import type { HttpError } from "../runtime/http-error.js";
import type {
  Operation,
  PagePagination,
  OffsetPagination,
  CursorPagination,
  LinkPagination,
  UrlPagination,
} from "../runtime/operation.js";
import { paginateByPage } from "../runtime/page-pagination.js";
import { paginateByOffset } from "../runtime/offset-pagination.js";
import { paginateByCursor } from "../runtime/cursor-pagination.js";
import { paginateByLink } from "../runtime/link-pagination.js";
import { paginateByUrl } from "../runtime/url-pagination.js";
import type { ListOptions, PagePromise } from "../runtime/pagination.js";

declare const $Child: new (client: ApiClient) => object;
interface $Item {
  id: string;
}
interface $Result {
  results: $Item[];
}
type $Error = HttpError;
type $Headers = object;
interface $Params {
  page?: number;
}
declare const $operation: Operation & {
  pagination: PagePagination & OffsetPagination & CursorPagination & LinkPagination & UrlPagination;
};

export class $Resource {
  $child!: object;
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  assign(client: ApiClient): void {
    this.$child = new $Child(client);
  }

  call(params: $Params, options?: RequestOptions): ApiPromise<$Result, $Error, $Headers> {
    return this.#client.call($operation, params, options);
  }

  callWithoutParams(options?: RequestOptions): ApiPromise<$Result, $Error, $Headers> {
    return this.#client.call($operation, {}, options);
  }

  choose(
    params: $Params,
    options?: RequestOptions & { readonly accept?: string },
  ): ApiPromise<$Result, $Error, $Headers> {
    return this.#client.call(accepting($operation, options), params, options);
  }

  chooseWithoutParams(
    options?: RequestOptions & { readonly accept?: string },
  ): ApiPromise<$Result, $Error, $Headers> {
    return this.#client.call(accepting($operation, options), {}, options);
  }

  page(params: $Params, options?: ListOptions): PagePromise<$Item, $Result, $Error, $Headers> {
    return paginateByPage(this.#client, $operation, params, options);
  }

  offset(params: $Params, options?: ListOptions): PagePromise<$Item, $Result, $Error, $Headers> {
    return paginateByOffset(this.#client, $operation, params, options);
  }

  cursor(params: $Params, options?: ListOptions): PagePromise<$Item, $Result, $Error, $Headers> {
    return paginateByCursor(this.#client, $operation, params, options);
  }

  link(params: $Params, options?: ListOptions): PagePromise<$Item, $Result, $Error, $Headers> {
    return paginateByLink(this.#client, $operation, params, options);
  }

  url(params: $Params, options?: ListOptions): PagePromise<$Item, $Result, $Error, $Headers> {
    return paginateByUrl(this.#client, $operation, params, options);
  }
}
