import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/**
 * Bundles a program for browsers as an application would, and says what is in it. Modules are named by their path
 * below `folder`; those of packages begin with the package's name.
 *
 * @param {string} contents The program; it is taken for TypeScript.
 * @param {string} folder Where its imports are resolved.
 */
export async function bundle(contents, folder) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: folder, loader: "ts" },
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const [output] = Object.values(metafile.outputs);
  const modules = Object.entries(output.inputs)
    .filter(([path, { bytesInOutput }]) => path !== "<stdin>" && bytesInOutput > 0)
    .map(([path, { bytesInOutput }]) => ({
      path: path.replace(/^.*node_modules\/(?!\.)/u, ""),
      bytes: bytesInOutput,
    }));
  const { contents: bytes, text } = outputFiles[0];
  return {
    text,
    minified: bytes.length,
    gzipped: gzipSync(bytes, { level: 9 }).length,
    // Largest first, so that the first lines say what to work on.
    modules: modules.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)),
  };
}
