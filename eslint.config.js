import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

const namedExports = {
  selector: "ExportDefaultDeclaration",
  message: "Name the export; only config files export a default.",
};
const writtenProblems = [
  "Property[key.name='code'] > Literal[value=/^NP[0-9]{3}$/]",
  "ObjectExpression:has(> Property[key.name='code']):has(> Property[key.name='severity'])",
].map((selector) => ({
  selector,
  message: "Make the problem by a form of its code: src/problems/codes/.",
}));

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "coverage/", "**/fixtures/", "**/*.generated.*"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-syntax": ["error", namedExports],
    },
  },
  {
    files: ["nix", "authoring", "config", "targets", "tree", "nixos", "cli"].map(
      (folder) => `src/${folder}/**`,
    ),
    rules: { "no-restricted-syntax": ["error", namedExports, ...writtenProblems] },
  },
  {
    files: ["*.config.js", "examples/**", "templates/**"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    // References are `any` under this repository's own noUncheckedIndexedAccess (src/authoring/references.ts).
    files: ["test/authoring/**", "test/plan/**"],
    rules: {
      "@typescript-eslint/no-redundant-type-constituents": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    files: ["*.js", "scripts/**/*.js", "bench/**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
  },
  prettier,
);
