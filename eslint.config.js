import tseslint from "typescript-eslint";

/** Layers of generator/: what each may import, as docs say in "Who may import whom". */
const layers = [
  {
    files: ["templates/**"],
    forbid: ["**/generator/**", "ts-morph", "openapi-typescript", "node:*"],
  },
  {
    files: ["generator/spec/**"],
    forbid: [
      "**/model/**",
      "**/emit/**",
      "**/morph/**",
      "**/dialects/**",
      "**/compare/**",
      "ts-morph",
      "openapi-typescript",
    ],
  },
  {
    files: ["generator/dialects/**"],
    forbid: ["**/emit/**", "**/morph/**", "**/compare/**", "ts-morph", "openapi-typescript"],
  },
  {
    files: ["generator/model/**"],
    forbid: ["**/emit/**", "**/morph/**", "**/compare/**", "ts-morph", "openapi-typescript"],
  },
  {
    files: ["generator/morph/**"],
    forbid: [
      "**/spec/**",
      "**/model/**",
      "**/emit/**",
      "**/dialects/**",
      "**/compare/**",
      "openapi-typescript",
    ],
  },
  { files: ["generator/emit/**"], forbid: ["**/dialects/**", "**/compare/**", "ts-morph"] },
  {
    files: ["generator/compare/**"],
    forbid: ["**/emit/**", "**/morph/**", "ts-morph", "openapi-typescript"],
  },
];

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "test/tools/**", "generated/dist/**"] },
  ...tseslint.configs.strict,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      // A const object and the type of its values share a name on purpose.
      "@typescript-eslint/no-redeclare": "off",
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Named exports only." },
        { selector: "TSEnumDeclaration", message: "Use a const object and a union." },
      ],
    },
  },
  ...layers.map(({ files, forbid }) => ({
    files,
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: forbid, message: "Not this layer's import." }] },
      ],
    },
  })),
  {
    files: ["*.config.{js,ts}", "test/**"],
    rules: {
      "no-restricted-syntax": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "no-console": "off",
    },
  },
  { files: ["generator/cli.ts", "generator/bin.mjs"], rules: { "no-console": "off" } },
);
