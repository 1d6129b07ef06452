export interface BundledModule {
  readonly path: string;
  readonly bytes: number;
}

export interface Bundle {
  readonly text: string;
  readonly minified: number;
  readonly gzipped: number;
  readonly modules: readonly BundledModule[];
}

export function bundle(contents: string, folder: string): Promise<Bundle>;
