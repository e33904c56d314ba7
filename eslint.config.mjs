import tseslint from "typescript-eslint";

const ROOT_IMPORT =
  "Import @cdktf/provider-aws/lib/<resource>: the package root takes 8-18 s and up to 1.5 GB.";

export default tseslint.config(
  { ignores: ["node_modules/", "cdktf.out/", ".local/", "coverage/"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: ["@cdktf/provider-aws", "@cdktf/provider-archive"].map((name) => ({
            name,
            message: ROOT_IMPORT,
          })),
        },
      ],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true, named: true } }],
      // CDKTF constructs are made for their effect on the tree.
      "no-new": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    // What containers, AWS and people wrote is cleaned in ops/cli/output.ts (docs/adr/0029), so nothing else may print.
    files: ["ops/**/*.ts"],
    rules: {
      "no-console": "error",
      "no-restricted-properties": [
        "error",
        ...["stdout", "stderr"].map((property) => ({
          object: "process",
          property,
          message: "Print with an Output (ops/cli/output.ts), which cleans foreign text.",
        })),
      ],
    },
  },
  {
    // output.ts is that place, main.ts ignores an early end of the reader, and a prompt is not a line.
    files: ["ops/cli/output.ts", "ops/cli/terminal.ts", "ops/commands/init/ask.ts", "ops/main.ts"],
    rules: { "no-restricted-properties": "off" },
  },
);
