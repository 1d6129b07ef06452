/** Every resource, those within it after it. */
export function* everyResource<Of extends { readonly children: readonly Of[] }>(
  resources: readonly Of[],
): Generator<Of> {
  for (const resource of resources) {
    yield resource;
    yield* everyResource(resource.children);
  }
}
