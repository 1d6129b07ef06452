import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
export const generated = fileURLToPath(new URL("../../generated", import.meta.url));
export const tools = fileURLToPath(new URL("../tools/node_modules", import.meta.url));
export const programs = fileURLToPath(new URL("programs", import.meta.url));
